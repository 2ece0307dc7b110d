package io.ringhold.wal.rdb;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies of RESP2 as trees: strings (Latin-1), longs, lists, and "(nil)"; errors are strings with a minus before. */
public final class Replies {
    static final String NIL = "(nil)";

    private Replies() {}

    static Object parse(final String reply) {
        try {
            return read(new ByteArrayInputStream(reply.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    static Object read(final InputStream in) throws IOException {
        final int kind = in.read();
        final String line = line(in);
        return switch (kind) {
            case '+' -> line;
            case '-' -> "-" + line;
            case ':' -> Long.parseLong(line);
            case '$' -> bulk(in, Integer.parseInt(line));
            case '*' -> {
                final List<Object> items = new ArrayList<>();
                for (int left = Integer.parseInt(line); left > 0; left--) {
                    items.add(read(in));
                }
                yield items;
            }
            default -> throw new EOFException("no reply: " + kind + " " + line);
        };
    }

    private static Object bulk(final InputStream in, final int length) throws IOException {
        if (length < 0) {
            return NIL;
        }
        final byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(final InputStream in) throws IOException {
        final StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("a reply ended in \"" + text + '"');
            }
            text.append((char) c);
        }
        in.skipNBytes(1);
        return text.toString();
    }
}
