package io.ringhold.tools.memory.gather;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.tools.text.KeyText;

/** What is known of one key. Filled anew for each; whoever keeps a part copies it. One thread. */
public final class KeyFigures {
    /** In the place of an expiry. */
    public static final long NO_EXPIRY = -1;

    /** What is kept of a longer name: names need not fit on the heap. */
    static final int MAX_KEY_BYTES = 64 << 10;

    private static final int INITIAL_KEY_BYTES = 256;

    /** Hash of the key and its database; only needed to compare dumps. */
    public long hash;
    /** The database's number. */
    public int database;
    /** A number of {@code ValueType}. */
    public int type;
    /** A number of {@code ValueType}. */
    public int encoding;
    /** Unix time in ms, or {@link #NO_EXPIRY}. */
    public long expireAtMs;
    /** Memory of the key, its value and its slot. */
    public long bytes;
    /** Bytes of the key's name and of the elements. */
    public long payload;
    /** Bytes of looked at blocks that hold nothing. */
    public long slack;
    /** Elements of the value; 1 for a string. */
    public long elements;
    /** Bytes of the longest member, field, value of a field, or element. */
    public long longest;

    private byte[] key = new byte[INITIAL_KEY_BYTES];
    private int keyLength;

    /** Sets the key's name from memory; of one that is very long the first bytes. */
    public void key(final long address, final int length) {
        keyLength = Math.min(length, MAX_KEY_BYTES);
        if (keyLength > key.length) {
            key = new byte[Math.max(keyLength, 2 * key.length)];
        }
        Memory.copyToArray(address, key, 0, keyLength);
    }

    /** Sets the key's name. */
    public void key(final byte[] name) {
        key = name.clone();
        keyLength = name.length;
    }

    /** The key's bytes, and behind {@link #keyLength} anything. */
    public byte[] key() {
        return key;
    }

    /** Bytes of the name that are there. */
    public int keyLength() {
        return keyLength;
    }

    /** The key's name for people. */
    public String keyText() {
        return KeyText.of(key, 0, keyLength);
    }
}
