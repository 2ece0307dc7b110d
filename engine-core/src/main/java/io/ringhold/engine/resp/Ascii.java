package io.ringhold.engine.resp;

import io.ringhold.offheap.memory.Memory;

/**
 * Looks at words in memory in either case of ASCII letters; other bytes are Latin-1 characters without case. Any thread; allocates nothing but
 * what is returned.
 */
public final class Ascii {
    private static final long LETTERS = 0xDFDFDFDFDFDFDFDFL;

    private Ascii() {}

    /** First and last (at most) eight bytes and the length, mixed, the same for either case of letters. */
    public static long packUpper(final long address, final int length) {
        if (length >= 8) {
            return mix(Memory.getLong(address) & LETTERS, Memory.getLong(address + length - 8) & LETTERS, length);
        }
        if (length >= 4) {
            return mix(Memory.getInt(address) & LETTERS, Memory.getInt(address + length - 4) & LETTERS, length);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = word << 8 | Memory.getByte(address + i) & 0xff;
        }
        return mix(word & LETTERS, 0, length);
    }

    /** The same of a string of Latin-1 characters. */
    public static long packUpper(final String word) {
        final int length = word.length();
        if (length >= 8) {
            return mix(littleEndian(word, 0, 8) & LETTERS, littleEndian(word, length - 8, 8) & LETTERS, length);
        }
        if (length >= 4) {
            return mix((int) littleEndian(word, 0, 4) & LETTERS, (int) littleEndian(word, length - 4, 4) & LETTERS,
                    length);
        }
        long packed = 0;
        for (int i = 0; i < length; i++) {
            packed = packed << 8 | word.charAt(i);
        }
        return mix(packed & LETTERS, 0, length);
    }

    /** True when the bytes are the word, which is given in upper case, in any case. */
    public static boolean equalsIgnoreCase(final long address, final int length, final String upperCaseWord) {
        if (length != upperCaseWord.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            final char expected = upperCaseWord.charAt(i);
            final int actual = Memory.getByte(address + i) & 0xff;
            if (actual != expected && (actual < 'a' || actual > 'z' || actual - 32 != expected)) {
                return false;
            }
        }
        return true;
    }

    /** The word with ASCII letters in upper case; for cold paths. */
    public static String upper(final String word) {
        final char[] chars = word.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'a' && chars[i] <= 'z') {
                chars[i] = (char) (chars[i] - 'a' + 'A');
            }
        }
        return new String(chars);
    }

    /** The bytes as Latin-1 text; for cold paths. */
    public static String text(final long address, final int length) {
        final char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (Memory.getByte(address + i) & 0xff);
        }
        return new String(chars);
    }

    private static long mix(final long first, final long last, final int length) {
        return first ^ last * 31 ^ (long) length << 56;
    }

    private static long littleEndian(final String word, final int from, final int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | word.charAt(from + i);
        }
        return value;
    }
}
