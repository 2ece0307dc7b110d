package io.ringhold.engine.config;

import java.util.List;
import java.util.Locale;

import io.ringhold.engine.util.Words;

/**
 * A command line as redis-server takes it: {@code [file] [--name value ...] [-]}.
 *
 * @param action
 *            what is asked for
 * @param configFile
 *            the configuration file as it was given; empty when there is none
 * @param readsStdin
 *            whether the standard input holds more lines
 * @param options
 *            the options as lines of a configuration file, one byte in each char
 */
public record CommandLine(Action action, String configFile, boolean readsStdin, String options) {

    /** What a command line asks for. */
    public enum Action {
        RUN, SHOW_VERSION, SHOW_HELP
    }

    /**
     * Reads the arguments. An argument that does not start with two dashes belongs to the option before it, and so does
     * one that does when it follows the option's name at once; {@code --save} alone may be followed by another option.
     */
    public static CommandLine parse(final List<String> arguments) {
        final String first = arguments.isEmpty() ? "" : arguments.getFirst();
        switch (first) {
            case "-v", "--version" -> {
                return new CommandLine(Action.SHOW_VERSION, "", false, "");
            }
            case "-h", "--help" -> {
                return new CommandLine(Action.SHOW_HELP, "", false, "");
            }
            default -> {
                // A server is to run.
            }
        }
        final boolean hasFile = !arguments.isEmpty() && !first.startsWith("-");
        int from = hasFile ? 1 : 0;
        int to = arguments.size();
        final boolean stdinFirst = from < to && arguments.get(from).equals("-");
        if (stdinFirst) {
            from++;
        }
        final boolean stdinLast = from < to && arguments.get(to - 1).equals("-");
        if (stdinLast) {
            to--;
        }
        return new CommandLine(Action.RUN, hasFile ? first : "", stdinFirst || stdinLast,
                lines(arguments.subList(from, to)));
    }

    private static String lines(final List<String> arguments) {
        final StringBuilder lines = new StringBuilder();
        boolean wantsValue = false;
        for (final String argument : arguments) {
            final boolean save = isSave(lines);
            if (argument.startsWith("--") && (!wantsValue || save)) {
                final String option = Words.fromText(argument.substring(2));
                lines.append(save ? " \"\"\n" : "\n").append(option);
                wantsValue = option.indexOf(' ') < 0;
            } else {
                lines.append(lines.isEmpty() ? "\n" : " ").append(Words.quote(Words.fromText(argument)));
                wantsValue = false;
            }
        }
        if (isSave(lines)) {
            lines.append(" \"\"");
        }
        return lines.toString();
    }

    private static boolean isSave(final StringBuilder lines) {
        final int start = lines.lastIndexOf("\n") + 1;
        return lines.substring(start).toLowerCase(Locale.ROOT).equals("save");
    }
}
