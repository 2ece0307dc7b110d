/**
 * The commands, one package per group; {@link io.ringhold.engine.commands.AllCommands} lists the groups. A command is a
 * specification in {@code commands/NAME.json} and a handler bound to that name.
 */
package io.ringhold.engine.commands;
