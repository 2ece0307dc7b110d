package io.ringhold.engine.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The simplest parser of requests that there is, for whole inputs on the heap, to compare {@link RequestFramer} with. */
final class ReferenceFramer {
    /** What an input holds. */
    record Result(List<List<String>> commands, String error) {}

    private final String input;
    private final List<List<String>> commands = new ArrayList<>();
    private int at;

    private ReferenceFramer(final byte[] bytes) {
        input = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static Result parse(final byte[] bytes) {
        final ReferenceFramer framer = new ReferenceFramer(bytes);
        try {
            while (framer.at < framer.input.length() && framer.command()) {
                // until nothing is left
            }
        } catch (final IllegalArgumentException e) {
            return new Result(framer.commands, "Protocol error: " + e.getMessage());
        }
        return new Result(framer.commands, null);
    }

    private boolean command() {
        return input.charAt(at) == '*' ? array() : inline();
    }

    private boolean array() {
        final int countEnd = input.indexOf('\r', at);
        if (countEnd < 0 || countEnd + 2 > input.length()) {
            return false;
        }
        final Long count = number(input.substring(at + 1, countEnd));
        if (count == null || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("invalid multibulk length");
        }
        int next = countEnd + 2;
        final List<String> arguments = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            final int lengthEnd = input.indexOf('\r', next);
            if (lengthEnd < 0 || lengthEnd + 2 > input.length()) {
                return false;
            }
            if (input.charAt(next) != '$') {
                throw new IllegalArgumentException(
                        "expected '$', got '" + input.substring(next, next + 1).replaceAll("[\\r\\n]", " ") + "'");
            }
            final Long length = number(input.substring(next + 1, lengthEnd));
            if (length == null || length < 0 || length > 512 << 20) {
                throw new IllegalArgumentException("invalid bulk length");
            }
            if (lengthEnd + 2 + length + 2 > input.length()) {
                return false;
            }
            arguments.add(input.substring(lengthEnd + 2, lengthEnd + 2 + length.intValue()));
            next = lengthEnd + 2 + length.intValue() + 2;
        }
        at = next;
        if (!arguments.isEmpty()) {
            commands.add(arguments);
        }
        return true;
    }

    private boolean inline() {
        final int end = input.indexOf('\n', at);
        if (end < 0) {
            return false;
        }
        String line = input.substring(at, end);
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        final List<String> words = words(line);
        at = end + 1;
        if (!words.isEmpty()) {
            commands.add(words);
        }
        return true;
    }

    private static List<String> words(final String line) {
        final List<String> words = new ArrayList<>();
        int i = 0;
        while (i < line.length()) {
            if (isBlank(line.charAt(i))) {
                i++;
                continue;
            }
            final ByteArrayOutputStream word = new ByteArrayOutputStream();
            while (i < line.length() && !isBlank(line.charAt(i))) {
                final char c = line.charAt(i++);
                if (c != '"' && c != '\'') {
                    word.write(c);
                    continue;
                }
                i = quoted(line, i, c, word);
            }
            words.add(word.toString(StandardCharsets.ISO_8859_1));
        }
        return words;
    }

    private static int quoted(final String line, final int from, final char quote, final ByteArrayOutputStream word) {
        int i = from;
        while (i < line.length() && line.charAt(i) != quote) {
            final String rest = line.substring(i);
            if (quote == '"' && rest.matches("(?s)\\\\x\\p{XDigit}\\p{XDigit}.*")) {
                word.write(Integer.parseInt(rest.substring(2, 4), 16));
                i += 4;
            } else if (quote == '"' && rest.length() > 1 && rest.charAt(0) == '\\') {
                final int known = "nrtba".indexOf(rest.charAt(1));
                word.write(known < 0 ? rest.charAt(1) : "\n\r\t\b\u0007".charAt(known));
                i += 2;
            } else if (quote == '\'' && rest.startsWith("\\'")) {
                word.write('\'');
                i += 2;
            } else {
                word.write(line.charAt(i++));
            }
        }
        if (i == line.length() || i + 1 < line.length() && !isBlank(line.charAt(i + 1))) {
            throw new IllegalArgumentException("unbalanced quotes in request");
        }
        return i + 1;
    }

    private static boolean isBlank(final char c) {
        return " \t\n\u000b\f\r".indexOf(c) >= 0;
    }

    private static Long number(final String text) {
        if (!text.matches("0|-?[1-9][0-9]{0,18}")) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            return null;
        }
    }
}
