package io.ringhold.bench.cli;

import java.util.List;

import picocli.CommandLine;

/** The command line as it was given, for results to tell how to repeat them. */
final class CommandWords {
    private static final String PLAIN = "[\\w@%+=:,./\\[\\]-]+";

    private CommandWords() {}

    /** The words with which a command was called, quoted for a shell where needed, without the password. */
    static String of(CommandLine line) {
        List<String> words = line.getParent() == null
                ? line.getParseResult().originalArgs()
                : line.getParent().getParseResult().originalArgs();
        StringBuilder text = new StringBuilder(RingholdBench.NAME);
        boolean isSecret = false;
        for (String word : words) {
            text.append(' ').append(isSecret ? "..." : quoted(withoutPassword(word)));
            isSecret = word.equals("-a") || word.equals("--password");
        }
        return text.toString();
    }

    private static String withoutPassword(String word) {
        if (word.startsWith("--password=")) {
            return "--password=...";
        }
        return word.startsWith("-a") && word.length() > 2 ? "-a..." : word;
    }

    private static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
