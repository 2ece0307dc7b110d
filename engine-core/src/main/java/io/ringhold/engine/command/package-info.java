/**
 * The table of commands and the way one is executed. What specifications say is {@code io.ringhold.engine.command.spec}.
 *
 * <pre>
 *   commands/get.json --> CommandSpec --+
 *                                       +--> Command (counters) --> CommandTable --> CommandExecutor --> CommandContext --> handler
 *   StringCommands::get --> bind("get")-+
 * </pre>
 *
 * What happens to keys beside that, as when they expire, comes from the keyspace to {@link io.ringhold.engine.command.KeyspaceEffects}.
 * Handlers stand in one package per group below {@code io.ringhold.engine.commands}.
 */
package io.ringhold.engine.command;
