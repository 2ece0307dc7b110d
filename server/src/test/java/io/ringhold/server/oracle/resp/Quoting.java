package io.ringhold.server.oracle.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The quoting of redis-cli's command lines: words are parted by blanks; {@code "..."} knows {@code \n \r \t \b \a \xHH}
 * and takes any other escaped character as it is; {@code '...'} knows {@code \'} alone. Text outside ASCII is UTF-8.
 */
public final class Quoting {
    private Quoting() {}

    /**
     * Splits a line into its words.
     *
     * @throws IllegalArgumentException when a quote is not closed, or is followed by something other than a blank
     */
    public static List<Bytes> split(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        List<Bytes> words = new ArrayList<>();
        int at = skipBlanks(bytes, 0);
        while (at < bytes.length) {
            ByteArrayOutputStream word = new ByteArrayOutputStream();
            at = word(line, bytes, at, word);
            words.add(Bytes.of(word.toByteArray()));
            at = skipBlanks(bytes, at);
        }
        return words;
    }

    /** The bytes between double quotes, everything outside printable ASCII escaped. */
    public static String quote(Bytes bytes) {
        StringBuilder quoted = new StringBuilder(bytes.length() + 2).append('"');
        for (byte b : bytes.toArray()) {
            switch (b) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case 7 -> quoted.append("\\a");
                default -> {
                    if (b >= ' ' && b < 127) {
                        quoted.append((char) b);
                    } else {
                        quoted.append(String.format("\\x%02x", b & 0xff));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** The bytes as they are when they are one plain word, else quoted. */
    public static String word(Bytes bytes) {
        return bytes.latin1().matches("[!#-&(-\\[\\]-~]+") ? bytes.latin1() : quote(bytes);
    }

    private static int word(String line, byte[] bytes, int start, ByteArrayOutputStream word) {
        int at = start;
        while (at < bytes.length && !isBlank(bytes[at])) {
            if (bytes[at] == '"' || bytes[at] == '\'') {
                return quoted(line, bytes, at, word);
            }
            word.write(bytes[at++]);
        }
        return at;
    }

    private static int quoted(String line, byte[] bytes, int start, ByteArrayOutputStream word) {
        byte quote = bytes[start];
        int at = start + 1;
        while (at < bytes.length && bytes[at] != quote) {
            if (bytes[at] == '\\' && at + 1 < bytes.length && (quote == '"' || bytes[at + 1] == '\'')) {
                at = escaped(bytes, at + 1, word);
            } else {
                word.write(bytes[at++]);
            }
        }
        if (at == bytes.length || (at + 1 < bytes.length && !isBlank(bytes[at + 1]))) {
            throw new IllegalArgumentException("unbalanced quotes in: " + line);
        }
        return at + 1;
    }

    private static int escaped(byte[] bytes, int at, ByteArrayOutputStream word) {
        if (bytes[at] == 'x' && at + 2 < bytes.length && isHex(bytes[at + 1]) && isHex(bytes[at + 2])) {
            word.write(Character.digit(bytes[at + 1], 16) << 4 | Character.digit(bytes[at + 2], 16));
            return at + 3;
        }
        word.write(switch (bytes[at]) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> bytes[at];
        });
        return at + 1;
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int skipBlanks(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }
}
