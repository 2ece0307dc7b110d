package io.ringhold.bench.jmh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Commands as clients send them. */
final class Wire {
    private Wire() {}

    /** A command as an array of bulk strings. */
    static byte[] command(final byte[]... arguments) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        line(bytes, "*" + arguments.length);
        for (final byte[] argument : arguments) {
            line(bytes, "$" + argument.length);
            bytes.writeBytes(argument);
            line(bytes, "");
        }
        return bytes.toByteArray();
    }

    /** GET of a key, or SET with 64 bytes. */
    static byte[] command(final String name, final int key) {
        final byte[] word = name.getBytes(StandardCharsets.US_ASCII);
        return switch (name) {
            case "GET" -> command(word, KeySet.key(key));
            case "SET" -> command(word, KeySet.key(key), KeySet.value(key));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void line(final ByteArrayOutputStream bytes, final String text) {
        bytes.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
