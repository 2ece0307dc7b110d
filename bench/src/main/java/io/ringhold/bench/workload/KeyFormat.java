package io.ringhold.bench.workload;

import java.nio.charset.StandardCharsets;

/**
 * The text of a key: a prefix and the key's number with leading zeros, all keys of one length.
 *
 * @param prefix
 *            what every key begins with
 * @param digits
 *            how many digits follow
 */
public record KeyFormat(String prefix, int digits) {
    /** The prefix that redis-benchmark uses too. */
    public static final String DEFAULT_PREFIX = "key:";
    /** As redis-benchmark. */
    public static final int DEFAULT_DIGITS = 12;
    /** So many digits a key number can have. */
    public static final int MOST_DIGITS = 1000;

    /**
     * The format of {@code keys} keys.
     *
     * @param size
     *            the length of a key in bytes; 0: as many as the prefix and {@value #DEFAULT_DIGITS} digits need
     */
    public static KeyFormat of(String prefix, int size, long keys) {
        int prefixLength = prefix.getBytes(StandardCharsets.UTF_8).length;
        int needed = Long.toString(keys - 1).length();
        int digits = size == 0 ? Math.max(DEFAULT_DIGITS, needed) : size - prefixLength;
        if (digits < needed || digits > MOST_DIGITS) {
            throw new IllegalArgumentException(keys + " keys with prefix '" + prefix + "' need a key size between "
                    + (prefixLength + needed) + " and " + (prefixLength + MOST_DIGITS));
        }
        return new KeyFormat(prefix, digits);
    }
}
