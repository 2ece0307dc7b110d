package io.ringhold.engine.util;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of words, quoted as redis-cli, redis.conf and inline commands quote them. Strings hold one byte in each char.
 *
 * <pre>
 *   bare        up to the next blank
 *   "a\n\x41"   with \n \r \t \b \a, \xHH and \ before any other character for itself
 *   'it\'s'     with \' only
 * </pre>
 *
 * <p>
 * A blank or the end must follow a closing quote. All methods are static and may be called from any thread.
 */
public final class Words {
    private Words() {}

    /** Returns the words of a line, or null when its quotes are not balanced. */
    public static List<String> split(final String line) {
        final List<String> words = new ArrayList<>();
        int position = 0;
        while (true) {
            while (position < line.length() && isBlank(line.charAt(position))) {
                position++;
            }
            if (position == line.length()) {
                return words;
            }
            final StringBuilder word = new StringBuilder();
            position = readWord(line, position, word);
            if (position < 0) {
                return null;
            }
            words.add(word.toString());
        }
    }

    /** Appends the word that starts here and returns where it ends, or -1 when a quote is not closed well. */
    private static int readWord(final String line, final int start, final StringBuilder word) {
        int position = start;
        while (position < line.length() && !isBlank(line.charAt(position))) {
            final char c = line.charAt(position);
            if (c == '"' || c == '\'') {
                final int end = c == '"'
                        ? readDoubleQuoted(line, position + 1, word)
                        : readSingleQuoted(line, position + 1, word);
                return end < 0 || (end < line.length() && !isBlank(line.charAt(end))) ? -1 : end;
            }
            word.append(c);
            position++;
        }
        return position;
    }

    private static int readDoubleQuoted(final String line, final int start, final StringBuilder word) {
        int position = start;
        while (position < line.length()) {
            final char c = line.charAt(position);
            if (c == '"') {
                return position + 1;
            }
            if (c != '\\' || position + 1 == line.length()) {
                word.append(c);
                position++;
            } else if (isHexEscape(line, position)) {
                word.append((char) Integer.parseInt(line, position + 2, position + 4, 16));
                position += 4;
            } else {
                word.append(unescape(line.charAt(position + 1)));
                position += 2;
            }
        }
        return -1;
    }

    private static int readSingleQuoted(final String line, final int start, final StringBuilder word) {
        int position = start;
        while (position < line.length()) {
            final char c = line.charAt(position);
            if (c == '\'') {
                return position + 1;
            }
            final boolean escape = c == '\\' && position + 1 < line.length() && line.charAt(position + 1) == '\'';
            word.append(escape ? '\'' : c);
            position += escape ? 2 : 1;
        }
        return -1;
    }

    private static boolean isHexEscape(final String line, final int position) {
        return position + 3 < line.length() && line.charAt(position + 1) == 'x'
                && isHexDigit(line.charAt(position + 2)) && isHexDigit(line.charAt(position + 3));
    }

    private static boolean isHexDigit(final char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static char unescape(final char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 0x07;
            default -> c;
        };
    }

    /** Writes a text in double quotes so that {@link #split} gives it back. */
    public static String quote(final String text) {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case 0x07 -> quoted.append("\\a");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        quoted.append(c);
                    } else {
                        quoted.append(String.format("\\x%02x", c & 0xFF));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Splits at each single space; spaces side by side have empty words between them. An empty text has no words. */
    public static List<String> splitAtSpaces(final String text) {
        final List<String> words = new ArrayList<>();
        int start = 0;
        while (!text.isEmpty() && start <= text.length()) {
            final int space = text.indexOf(' ', start);
            final int end = space < 0 ? text.length() : space;
            words.add(text.substring(start, end));
            start = end + 1;
        }
        return words;
    }

    /** Reads the bytes that a string holds as UTF-8. */
    public static String toText(final String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Makes a string that holds the UTF-8 bytes of a text. */
    public static String fromText(final String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Whether a character parts words. */
    public static boolean isBlank(final char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
