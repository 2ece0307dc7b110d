/**
 * Commands on keys of any type: expiry, deletion, moving and copying, walking over the keyspace, OBJECT. They see values only
 * through the entry and {@link io.ringhold.engine.keyspace.ValueOperations}. Engine thread; what is not a walk allocates nothing
 * on the heap.
 */
package io.ringhold.engine.commands.generic;
