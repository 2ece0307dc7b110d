package io.ringhold.engine.util;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.memory.Memory;

/**
 * Glob patterns as KEYS, SCAN, PSUBSCRIBE and CONFIG GET know them, over bytes.
 *
 * <pre>
 *   *        any bytes, also none
 *   ?        any one byte
 *   [abc]    one of these; [^abc] one of all others; [a-z] a range, whichever end comes first
 *   \x       the byte x itself, also inside of brackets
 * </pre>
 *
 * <p>
 * A class that is not closed ends with the pattern, and a backslash at the end stands for itself, as in Redis.
 *
 * <p>
 * Only the last star is ever retried, which is enough because every other element takes exactly one byte: the cost is
 * at most the product of both lengths, whatever the pattern. All methods are static, allocate nothing and may be
 * called from any thread.
 */
public final class GlobPattern {
    private static final long MISMATCH = -1;

    private GlobPattern() {}

    /** Whether a text in memory matches a pattern in memory. */
    public static boolean matches(
            final long patternAddress, final int patternLength, final long textAddress, final int textLength) {
        return matches(null, patternAddress, patternAddress + patternLength, null, textAddress,
                textAddress + textLength, false);
    }

    /** Whether a text in memory matches a pattern on the heap. */
    public static boolean matches(final byte[] pattern, final long textAddress, final int textLength) {
        return matches(pattern, 0, pattern.length, null, textAddress, textAddress + textLength, false);
    }

    /** Whether a text matches a pattern, byte by byte. */
    public static boolean matches(final byte[] pattern, final byte[] text) {
        return matches(pattern, 0, pattern.length, text, 0, text.length, false);
    }

    /** Whether a text matches a pattern when upper and lower case of ASCII letters are taken as one. */
    public static boolean matchesIgnoringCase(final byte[] pattern, final byte[] text) {
        return matches(pattern, 0, pattern.length, text, 0, text.length, true);
    }

    /** {@link #matchesIgnoringCase(byte[], byte[])} of strings that hold one byte in each char. */
    public static boolean matchesIgnoringCase(final String pattern, final String text) {
        return matchesIgnoringCase(pattern.getBytes(StandardCharsets.ISO_8859_1),
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether a pattern holds any of the characters that make it match more than itself. */
    public static boolean isPattern(final String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            final char c = pattern.charAt(i);
            if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(
            final byte[] pattern, final long patternStart, final long patternEnd, final byte[] text,
            final long textStart, final long textEnd, final boolean ignoreCase) {
        long p = patternStart;
        long t = textStart;
        long afterStar = MISMATCH;
        long retryAt = 0;
        while (t < textEnd) {
            final int element = p < patternEnd ? at(pattern, p) : -1;
            if (element == '*') {
                afterStar = ++p;
                retryAt = t;
                if (p == patternEnd) {
                    return true;
                }
                continue;
            }
            final long next = element < 0
                    ? MISMATCH
                    : matchOne(pattern, p, patternEnd, element, at(text, t), ignoreCase);
            if (next != MISMATCH) {
                p = next;
                t++;
            } else if (afterStar == MISMATCH) {
                return false;
            } else {
                p = afterStar;
                t = ++retryAt;
            }
        }
        while (p < patternEnd && at(pattern, p) == '*') {
            p++;
        }
        return p == patternEnd;
    }

    /** Returns where the pattern goes on behind the element at p when that matches the byte, else MISMATCH. */
    private static long matchOne(
            final byte[] pattern, final long p, final long patternEnd, final int element, final int value,
            final boolean ignoreCase) {
        if (element == '?') {
            return p + 1;
        }
        if (element == '[') {
            return matchClass(pattern, p + 1, patternEnd, value, ignoreCase);
        }
        if (element == '\\' && p + 1 < patternEnd) {
            return same(at(pattern, p + 1), value, ignoreCase) ? p + 2 : MISMATCH;
        }
        return same(element, value, ignoreCase) ? p + 1 : MISMATCH;
    }

    private static long matchClass(
            final byte[] pattern, final long start, final long patternEnd, final int value,
            final boolean ignoreCase) {
        long p = start;
        final boolean negated = p < patternEnd && at(pattern, p) == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        while (p < patternEnd) {
            final int element = at(pattern, p);
            if (element == '\\' && p + 1 < patternEnd) {
                found |= same(at(pattern, p + 1), value, ignoreCase);
                p += 2;
            } else if (element == ']') {
                p++;
                break;
            } else if (p + 2 < patternEnd && at(pattern, p + 1) == '-') {
                found |= inRange(element, at(pattern, p + 2), value, ignoreCase);
                p += 3;
            } else {
                found |= same(element, value, ignoreCase);
                p++;
            }
        }
        return found == negated ? MISMATCH : p;
    }

    private static boolean inRange(final int from, final int to, final int value, final boolean ignoreCase) {
        final int low = fold(Math.min(from, to), ignoreCase);
        final int high = fold(Math.max(from, to), ignoreCase);
        final int folded = fold(value, ignoreCase);
        return low <= folded && folded <= high;
    }

    private static boolean same(final int a, final int b, final boolean ignoreCase) {
        return a == b || (ignoreCase && fold(a, true) == fold(b, true));
    }

    private static int fold(final int value, final boolean ignoreCase) {
        return ignoreCase && value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    private static int at(final byte[] array, final long position) {
        return 0xFF & (array == null ? Memory.getByte(position) : array[(int) position]);
    }
}
