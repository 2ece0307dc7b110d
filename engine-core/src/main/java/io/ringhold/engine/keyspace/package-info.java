/**
 * Databases, keys and values, without commands: look-up with expiry, values by type, and what happens to keys of itself. All of it
 * lives on the engine thread and keeps its data in the arena.
 */
package io.ringhold.engine.keyspace;
