package io.ringhold.tools.aof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of the log, sound and broken, by what is the matter with them. */
public final class AofSamples {
    private static final String SOUND = command("SELECT", "0") + command("SET", "k", "v");

    private AofSamples() {}

    /** Of which redis-check-aof says the same, byte by byte. */
    public static Map<String, byte[]> asInRedis() {
        final Map<String, String> files = new LinkedHashMap<>();
        files.put("sound", SOUND);
        files.put("empty", "");
        files.put("cut-in-value", SOUND + command("SET", "k", "value").substring(0, 27));
        files.put("cut-in-length", SOUND + "*3\r\n$3");
        files.put("cut-in-crlf", SOUND + command("SET", "k", "v").substring(0, 23));
        files.put("cut-between-arguments", SOUND + "*3\r\n$3\r\nSET\r\n");
        files.put("cut-behind-count", SOUND + "*3\r\n");
        files.put("garbage", SOUND + "XYZ\r\n" + SOUND);
        files.put("garbage-at-start", "hello");
        files.put("wrong-prefix", SOUND + "*3\r\n$3\r\nSET\r\n:1\r\nk\r\n$1\r\nv\r\n");
        files.put("no-crlf-behind-value", SOUND + "*3\r\n$3\r\nSET\r\n$1\r\nkZZ$1\r\nv\r\n");
        files.put("count-of-letters", SOUND + "*abc\r\n$3\r\nSET\r\n");
        files.put("letters-behind-length", SOUND + "*1\r\n$4x\r\nPING\r\n" + SOUND);
        files.put("letters-behind-negative-length", SOUND + "*1\r\n$-5x\r\n");
        files.put("line-feeds-only", SOUND + "*1\n$3\nfoo\r\n" + SOUND);
        files.put("negative-length", SOUND + "*1\r\n$-1\r\n" + SOUND);
        files.put("minus-only", SOUND + "*-\r\n");
        files.put("long-length", SOUND + "*1\r\n$3000000000\r\n" + SOUND);
        files.put("overflowing-length", SOUND + "*1\r\n$99999999999999999999\r\n" + SOUND);
        files.put("overflowing-count", SOUND + "*99999999999999999999\r\n$1\r\nx\r\n" + SOUND);
        files.put("zero-tail", SOUND + "\0".repeat(100));
        files.put("zeroes", "\0".repeat(100));
        files.put("multi-without-exec", SOUND + command("MULTI") + command("SET", "a", "b"));
        files.put("multi-in-multi", SOUND + command("MULTI") + command("SET", "a", "b") + command("MULTI"));
        files.put("multi-and-garbage", SOUND + command("MULTI") + command("SET", "a", "b") + "garbage");
        files.put("multi-cut", SOUND + command("MULTI") + command("SET", "a", "bcde").substring(0, 26));
        files.put("exec-without-multi", SOUND + command("EXEC") + SOUND);
        files.put("multi-exec", SOUND + command("multi") + command("SET", "a", "b") + command("Exec") + SOUND);
        files.put("words-as-arguments", SOUND + command("SET", "exec", "multi"));
        files.put("empty-arguments", command("", "", "") + command("SET", "", ""));
        files.put("large-argument", command("SET", "k", "x".repeat(100_000)) + SOUND);
        files.put("annotations", "#TS:1000\r\n" + SOUND + "#TS:2000\r\n" + SOUND + "#TS:3000\r\n" + SOUND);
        files.put("free-annotations", "#hello world\r\n" + SOUND + "#foo\n" + SOUND + "#no end");
        files.put("annotation-without-time", "#TS:abc\r\n" + SOUND);
        files.put("annotation-of-overflowing-time",
                "#TS:1000\r\n" + SOUND + "#TS:99999999999999999999\r\n" + SOUND);
        files.put("annotations-and-cut", "#TS:1000\r\n" + SOUND + "#TS:2000\r\n" + SOUND.substring(0, 40));
        return bytes(files);
    }

    /** Which redis-check-aof takes for sound, or cuts too early, and neither server would load. */
    static Map<String, byte[]> stricter() {
        final Map<String, String> files = new LinkedHashMap<>();
        files.put("count-of-zero", SOUND + "*0\r\n" + SOUND);
        files.put("negative-count", SOUND + "*-1\r\n$3\r\nSET\r\n");
        files.put("no-length", SOUND + "*1\r\n$\r\n\r\n");
        files.put("blank-before-length", SOUND + "*1\r\n$ 4\r\nPING\r\n" + SOUND);
        files.put("plus-before-length", SOUND + "*+1\r\n$4\r\nPING\r\n" + SOUND);
        return bytes(files);
    }

    static String sound() {
        return SOUND;
    }

    static String command(final String... words) {
        final StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (final String word : words) {
            command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return command.toString();
    }

    static byte[] join(final byte[]... parts) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static Map<String, byte[]> bytes(final Map<String, String> texts) {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.ISO_8859_1)));
        return files;
    }
}
