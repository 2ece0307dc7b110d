package io.ringhold.offheap.lzf;

/**
 * Format of an LZF stream: instructions one after another, with neither header nor end mark. Lengths of the stream and of
 * its content are kept elsewhere.
 *
 * <pre>
 *   7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0   7 6 5 4 3 2 1 0
 *  +-----+---------+ +---------------+
 *  |0 0 0|  L - 1  | | L bytes      ...                       literals: the bytes themselves, 1 to 32
 *  +-----+---------+ +---------------+
 *  +-----+---------+ +---------------+
 *  |L - 2| D, high | |    D, low     |                        short reference, 3 to 8 bytes
 *  +-----+---------+ +---------------+
 *  +-----+---------+ +---------------+ +---------------+
 *  |1 1 1| D, high | |     L - 9     | |    D, low     |      long reference, 9 to 264 bytes
 *  +-----+---------+ +---------------+ +---------------+
 * </pre>
 *
 * A reference repeats L bytes of the content that begin D + 1 (1 to 8192) bytes before its end so far; when L is the larger
 * of the two it also repeats what itself has added.
 *
 * <p>
 * Example: {@code abcabcabcabc!abc.}, which is three literals, nine bytes from three before, "!", three bytes from four
 * before, and "."
 *
 * <pre>
 *  02 61 62 63 e0 00 02 00 21 20 03 00 2e
 * </pre>
 *
 * Source: the format as the documentation of liblzf and of RDB files describes it.
 */
public final class LzfDescriptor {
    /** Position of the three bits that tell the instruction. */
    public static final int KIND_SHIFT = 5;
    /** The lower bits of the first byte. */
    public static final int LOW_BITS_MASK = 0x1f;
    /** These three bits mean a long reference. */
    public static final int LONG_KIND = 7;

    public static final int MAX_LITERALS = 32;
    public static final int SHORT_REFERENCE_LENGTH = 2;
    public static final int LONG_REFERENCE_LENGTH = 3;

    /** What the field of a short reference's length lacks. */
    public static final int MATCH_BIAS = 2;
    public static final int MIN_MATCH = 3;
    /** The shortest match that needs a long reference. */
    public static final int MIN_LONG_MATCH = LONG_KIND + MATCH_BIAS;
    public static final int MAX_MATCH = MIN_LONG_MATCH + 255;
    public static final int MAX_DISTANCE = 8192;

    private LzfDescriptor() {}
}
