package io.ringhold.tools.rdb;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small RDB files made by hand. */
public final class RdbSamples {
    private static final String HEAD = "REDIS0010";
    private static final String DATABASE = "\u00fe\0";
    private static final String END = "\u00ff\0\0\0\0\0\0\0\0";
    private static final String LONG_AGO = "\u00fc\u00e8\3\0\0\0\0\0\0";

    private RdbSamples() {}

    /** Of which redis-check-rdb says the same. */
    public static Map<String, byte[]> asInRedis() {
        final Map<String, String> files = new LinkedHashMap<>();
        files.put("empty", HEAD + END);
        files.put("keys", HEAD + DATABASE + string("a", "1") + string("b", "2") + "\u00fe\3" + string("c", "3") + END);
        files.put("a key twice", HEAD + DATABASE + string("a", "1") + string("a", "2") + END);
        files.put("database of a large number", HEAD + "\u00fe@\u00ff" + string("a", "1") + END);
        files.put("no keys in two databases", HEAD + DATABASE + "\u00fe\4" + END);
        files.put("expired", HEAD + DATABASE + LONG_AGO + string("k", "v") + string("l", "v") + END);
        files.put("expiry in seconds", HEAD + DATABASE + "\u00fd\u00e8\3\0\0" + string("k", "v") + END);
        files.put("sizes, idle time, frequency", HEAD + DATABASE + "\u00fb\2\0\u00f8\1" + string("k", "v") + "\u00f9\3"
                + string("l", "v") + END);
        files.put("fields", HEAD + "\u00fa\1a\0\u00fa\u00c0\5\u00c1\0\1" + END);
        files.put("module", HEAD + "\u00f7\u0081\0\0\0\0\0\0\0\0\2\0\0" + END);
        files.put("old", "REDIS0004" + DATABASE + string("k", "v") + "\u00ff");
        files.put("trailing bytes", HEAD + END + "trailing");
        files.put("no bytes", "");
        files.put("cut in head", "REDIS");
        files.put("cut behind head", HEAD);
        files.put("wrong magic", "REDIX0010" + END);
        files.put("newer version", "REDIS0099" + END);
        files.put("version 0", "REDIS0000" + END);
        files.put("cut in value of expiring key", HEAD + DATABASE + LONG_AGO + "\0\1k");
        files.put("cut behind expiring key", HEAD + DATABASE + LONG_AGO + string("k", "v"));
        files.put("cut in key", HEAD + DATABASE + "\0\5k");
        files.put("cut in expiry", HEAD + DATABASE + LONG_AGO.substring(0, 5));
        files.put("cut in sizes", HEAD + DATABASE + "\u00fb\1");
        files.put("cut in length", HEAD + DATABASE + "\u00fe@");
        files.put("cut in field", HEAD + "\u00fa\5ab");
        files.put("cut in checksum", HEAD + DATABASE + string("k", "v") + END.substring(0, 5));
        files.put("wrong checksum", HEAD + DATABASE + string("k", "v") + END.substring(0, 8) + "\1");
        files.put("type that is none", HEAD + DATABASE + "\b\1k");
        files.put("opcode that is none", HEAD + DATABASE + string("k", "v") + "\u00c8");
        for (int type = 0; type <= 18; type++) {
            final boolean isOwnWords = type == 6 || type == 7 || type == 8 || type == 15;
            if (!isOwnWords) {
                files.put("cut in type " + type, HEAD + DATABASE + (char) type + "\1k");
            }
        }
        final Map<String, byte[]> bytes = new LinkedHashMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.ISO_8859_1)));
        return bytes;
    }

    /** A file with a field about itself, each character of which stands for a byte. */
    static byte[] field(final String name, final String value) {
        return (HEAD + "\u00fa" + (char) name.length() + name + (char) value.length() + value + END)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A file with a value that is not sound: a set with a member twice. */
    static byte[] duplicates() {
        return (HEAD + DATABASE + "\2\2k\n\3\1a\1b\1a" + END).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A file with a set that has no members. */
    static byte[] emptyCollection() {
        return (HEAD + DATABASE + "\2\1k\0" + END).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A file with a string of so many bytes. */
    public static byte[] withLongValue(final int length) {
        return (HEAD + DATABASE + "\0\1k" + size(length) + "v".repeat(length) + END)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A file that ends behind a key of so many bytes. */
    static byte[] cutBehindLongKey(final int length) {
        return (HEAD + DATABASE + "\0" + size(length) + "k".repeat(length)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String size(final int length) {
        return "\u0080" + (char) (length >>> 24) + (char) (length >>> 16 & 0xff) + (char) (length >>> 8 & 0xff)
                + (char) (length & 0xff);
    }

    private static String string(final String key, final String value) {
        return "\0" + (char) key.length() + key + (char) value.length() + value;
    }
}
