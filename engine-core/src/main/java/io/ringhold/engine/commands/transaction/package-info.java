/**
 * MULTI, EXEC, DISCARD, WATCH and UNWATCH. What they work on is in {@code io.ringhold.engine.transaction}. Engine thread.
 */
package io.ringhold.engine.commands.transaction;
