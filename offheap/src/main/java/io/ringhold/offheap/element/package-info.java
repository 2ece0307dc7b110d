/**
 * Elements: the blocks in which large hashes, sets and sorted sets keep a member with what belongs to it, once, whichever
 * structures refer to it. {@link io.ringhold.offheap.element.ElementDescriptor} shows the layout.
 */
package io.ringhold.offheap.element;
