/**
 * Hashes: {@link io.ringhold.engine.keyspace.hash.HashValues} is what the commands see; small ones are listpacks, large ones dicts of fields,
 * with the times at which fields expire beside them. Engine thread.
 */
package io.ringhold.engine.keyspace.hash;
