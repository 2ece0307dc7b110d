package io.ringhold.engine.command;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ringhold.engine.resp.Ascii;

/**
 * Gives commands other names, or takes them away, as {@code rename-command} asks for. Clients then know a command by its new name only; the log, COMMAND and
 * what is counted keep Redis' name. One thread, before the server runs.
 */
public final class CommandNames {
    private final CommandTable original;
    private final Map<String, Command> named;

    public CommandNames(final CommandTable commands) {
        original = commands;
        named = new LinkedHashMap<>(commands.named());
    }

    /**
     * Renames a command.
     *
     * @param from
     *            the name that it has now, in any case.
     * @param to
     *            the new name; empty takes the command away.
     * @return null, or Redis' message why not.
     */
    public String rename(final String from, final String to) {
        final Command command = named.remove(Ascii.upper(from));
        if (command == null) {
            return "No such command in rename-command";
        }
        if (!to.isEmpty() && named.putIfAbsent(Ascii.upper(to), command) != null) {
            return "Target command name already exists";
        }
        return null;
    }

    /** The commands under the names that they have now. */
    public CommandTable table() {
        return named.equals(original.named()) ? original : original.renamed(named);
    }
}
