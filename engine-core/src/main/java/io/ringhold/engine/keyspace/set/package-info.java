/**
 * Sets: {@link io.ringhold.engine.keyspace.set.SetValues} is what the commands see; small ones are intsets or listpacks, large ones dicts.
 * Engine thread.
 */
package io.ringhold.engine.keyspace.set;
