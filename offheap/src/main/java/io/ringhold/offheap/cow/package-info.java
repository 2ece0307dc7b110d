/** Copy-on-write: how another thread reads an arena as it was at a cut while its owner goes on. */
package io.ringhold.offheap.cow;
