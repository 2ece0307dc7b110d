package io.ringhold.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command of a mix before it is compiled: its words may hold {@code {key}}, {@code {value}} and {@code {int}}.
 *
 * @param name
 *            how results name it, such as {@code get} or {@code mget:10}
 * @param words
 *            the command's words
 * @param weight
 *            its share of the mix, relative to the other weights
 * @param fill
 *            the template that fills the keyspace for it, or null when it needs nothing to be there
 */
public record CommandSpec(String name, List<String> words, double weight, String fill) {
    /** Stands for a key; each occurrence for another one. */
    public static final String KEY = "{key}";
    /** Stands for a value. */
    public static final String VALUE = "{value}";
    /** Stands for a random number of nine digits. */
    public static final String INT = "{int}";

    public CommandSpec {
        words = List.copyOf(words);
    }

    /**
     * Parses an own template, words between blanks, with quotes around words that hold blanks or nothing, and optionally
     * {@code :WEIGHT} at the end. Where it names keys, it is taken to need strings.
     */
    public static CommandSpec parse(String text) {
        String command = text.strip();
        double weight = 1;
        int colon = command.lastIndexOf(':');
        if (colon > 0 && command.substring(colon + 1).matches("\\d+(\\.\\d+)?")) {
            weight = Numbers.decimal(command.substring(colon + 1), 0, 1e9, "weight");
            command = command.substring(0, colon);
        }
        List<String> words = words(command);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has no command");
        }
        boolean hasKeys = words.stream().anyMatch(word -> word.contains(KEY));
        return new CommandSpec(words.getFirst().toLowerCase(Locale.ROOT), words, weight,
                hasKeys ? KnownCommands.FILL_STRINGS : null);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("'" + text + "' has a quote without its end");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}
