package io.ringhold.engine.commands;

import java.util.List;

import io.ringhold.engine.command.CommandContext;

/** Replies to the HELP subcommand of a container, in the form that redis-cli shows. Immutable. */
public final class HelpText {
    private final String title;
    private final List<String> lines;

    /**
     * @param container
     *            in upper case.
     * @param lines
     *            of each subcommand its form, then lines that begin with four blanks; HELP itself is added.
     */
    public HelpText(final String container, final String... lines) {
        this.title = container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:";
        this.lines = List.of(lines);
    }

    /** Replies with the text. */
    public void execute(final CommandContext context) {
        context.reply().array(lines.size() + 3L);
        context.reply().simple(title);
        for (final String line : lines) {
            context.reply().simple(line);
        }
        context.reply().simple("HELP");
        context.reply().simple("    Prints this help.");
    }
}
