package io.ringhold.wal.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static io.ringhold.wal.manifest.ManifestLineDescriptor.FILE_KEY;
import static io.ringhold.wal.manifest.ManifestLineDescriptor.SEQUENCE_KEY;
import static io.ringhold.wal.manifest.ManifestLineDescriptor.TYPE_KEY;

/** Reads and writes lines of the manifest. In here characters stand for bytes (ISO 8859-1); names are UTF-8. */
final class ManifestLine {
    private static final String INVALID = "Invalid AOF manifest file format";

    private ManifestLine() {}

    static String format(final ManifestEntry entry) {
        return FILE_KEY + ' ' + quote(entry.name()) + ' ' + SEQUENCE_KEY + ' ' + entry.sequence() + ' ' + TYPE_KEY + ' '
                + entry.type().letter() + '\n';
    }

    /**
     * Reads one line.
     *
     * @throws ManifestException
     *             when it is not of the form of {@link ManifestLineDescriptor}.
     */
    static ManifestEntry parse(final String line) {
        final List<String> words = split(line);
        if (words.size() < 6 || words.size() % 2 != 0) {
            throw new ManifestException(INVALID);
        }
        String name = null;
        long sequence = 0;
        ManifestEntry.Type type = null;
        for (int i = 0; i < words.size(); i += 2) {
            final String value = words.get(i + 1);
            switch (words.get(i).toLowerCase(Locale.ROOT)) {
                case FILE_KEY -> name = fileName(value);
                case SEQUENCE_KEY -> sequence = number(value);
                case TYPE_KEY -> type = type(value);
                default -> {
                    // A later version's key: Redis passes over it too.
                }
            }
        }
        if (name == null || sequence <= 0 || type == null) {
            throw new ManifestException(INVALID);
        }
        return new ManifestEntry(name, sequence, type);
    }

    private static String fileName(final String value) {
        if (value.isEmpty() || value.indexOf('/') >= 0 || value.indexOf('\\') >= 0 || value.indexOf('\0') >= 0) {
            throw new ManifestException("File can't be a path, just a filename");
        }
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static long number(final String value) {
        try {
            return Long.parseLong(value);
        } catch (final NumberFormatException _) {
            throw new ManifestException(INVALID);
        }
    }

    private static ManifestEntry.Type type(final String value) {
        final ManifestEntry.Type type = ManifestEntry.Type.ofLetter(value);
        if (type == null) {
            throw new ManifestException("Unknown AOF file type");
        }
        return type;
    }

    private static String quote(final String fileName) {
        final String name = new String(fileName.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '\\')) {
            return name;
        }
        final StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        quoted.append(c);
                    } else {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static List<String> split(final String line) {
        final List<String> words = new ArrayList<>();
        final Cursor cursor = new Cursor(line);
        while (cursor.skipBlanks()) {
            words.add(cursor.word());
        }
        return words;
    }

    /** Takes a line apart: words between blanks, double quotes with escapes, single quotes without. */
    private static final class Cursor {
        private final String line;
        private int at;

        Cursor(final String line) {
            this.line = line;
        }

        boolean skipBlanks() {
            while (at < line.length() && line.charAt(at) <= ' ') {
                at++;
            }
            return at < line.length();
        }

        String word() {
            final StringBuilder word = new StringBuilder();
            while (at < line.length() && line.charAt(at) > ' ') {
                final char c = line.charAt(at++);
                if (c == '"' || c == '\'') {
                    quoted(c, word);
                } else {
                    word.append(c);
                }
            }
            return word.toString();
        }

        private void quoted(final char quote, final StringBuilder word) {
            while (at < line.length()) {
                final char c = line.charAt(at++);
                if (c == quote) {
                    if (at < line.length() && line.charAt(at) > ' ') {
                        throw new ManifestException(INVALID);
                    }
                    return;
                }
                if (c == '\\' && at < line.length() && (quote == '"' || line.charAt(at) == '\'')) {
                    word.append(quote == '"' ? escape() : line.charAt(at++));
                } else {
                    word.append(c);
                }
            }
            throw new ManifestException(INVALID);
        }

        private char escape() {
            final char c = line.charAt(at++);
            if (c == 'x' && at + 2 <= line.length()) {
                final int high = Character.digit(line.charAt(at), 16);
                final int low = Character.digit(line.charAt(at + 1), 16);
                if (high >= 0 && low >= 0) {
                    at += 2;
                    return (char) (high << 4 | low);
                }
            }
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'a' -> 0x07;
                default -> c;
            };
        }
    }
}
