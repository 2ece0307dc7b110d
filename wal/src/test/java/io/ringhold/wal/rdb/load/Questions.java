package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.engine.testing.EngineHarness;

/**
 * Commands and the replies that Redis gave to them, as {@code make-golden.py} writes them: each line is a command, a tab, and the reply as it
 * goes over the wire.
 */
record Questions(List<Question> questions) {
    private static final Pattern RADIX_TREE = Pattern
            .compile("\\$15\r\nradix-tree-keys\r\n:\\d+\r\n\\$16\r\nradix-tree-nodes\r\n:\\d+\r\n");
    private static final Pattern IDLE = Pattern.compile("\r\n:\\d+\r\n(:\\d+\r\n)");

    /** A command and the reply to it. */
    record Question(List<String> command, String reply) {}

    /** Reads those about a golden file. */
    static Questions about(final String file) throws IOException {
        final List<Question> questions = new ArrayList<>();
        for (final String line : new String(resource(file + ".txt"), StandardCharsets.ISO_8859_1).lines()
                .toList()) {
            final int tab = line.indexOf('\t');
            final List<String> command = new ArrayList<>();
            for (final String word : line.substring(0, tab).split(" ", -1)) {
                command.add(unescaped(word));
            }
            questions.add(new Question(command, unescaped(line.substring(tab + 1))));
        }
        return new Questions(questions);
    }

    /** A golden file, or what belongs to one. */
    static byte[] resource(final String name) throws IOException {
        try (var stream = Questions.class.getResourceAsStream("/rdb/" + name)) {
            return stream.readAllBytes();
        }
    }

    /** What the engine answers. */
    static String ask(final EngineHarness engine, final List<String> command) {
        return withoutWhatDiffers(engine.execute(command.toArray(new String[0])));
    }

    /** A reply without radix trees and idle times. */
    static String withoutWhatDiffers(final String reply) {
        return IDLE.matcher(RADIX_TREE.matcher(reply).replaceAll("")).replaceAll("\r\n:idle\r\n$1");
    }

    /** Text as it was before it was escaped. */
    private static String unescaped(final String text) {
        final Matcher escapes = Pattern.compile("\\\\(x..|.)").matcher(text);
        return escapes.replaceAll(escape -> {
            final String what = escape.group(1);
            final char meant = switch (what.toLowerCase(Locale.ROOT).charAt(0)) {
                case 'r' -> '\r';
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'x' -> (char) Integer.parseInt(what, 1, 3, 16);
                default -> '\\';
            };
            return Matcher.quoteReplacement(String.valueOf(meant));
        });
    }
}
