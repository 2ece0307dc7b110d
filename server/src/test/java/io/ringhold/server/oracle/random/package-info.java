/**
 * Random commands for the oracle. {@link io.ringhold.server.oracle.random.CommandGenerator} draws commands from the
 * productions in {@code oracle/commands.grammar}; {@link io.ringhold.server.oracle.random.Replay} plays a list of them on
 * both servers and finds the first difference; {@link io.ringhold.server.oracle.random.Shrinker} drops the commands that
 * the difference does not need.
 */
package io.ringhold.server.oracle.random;
