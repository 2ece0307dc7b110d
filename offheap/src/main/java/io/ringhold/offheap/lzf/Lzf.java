package io.ringhold.offheap.lzf;

import java.util.Arrays;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.lzf.LzfDescriptor.KIND_SHIFT;
import static io.ringhold.offheap.lzf.LzfDescriptor.LONG_KIND;
import static io.ringhold.offheap.lzf.LzfDescriptor.LONG_REFERENCE_LENGTH;
import static io.ringhold.offheap.lzf.LzfDescriptor.LOW_BITS_MASK;
import static io.ringhold.offheap.lzf.LzfDescriptor.MATCH_BIAS;
import static io.ringhold.offheap.lzf.LzfDescriptor.MAX_DISTANCE;
import static io.ringhold.offheap.lzf.LzfDescriptor.MAX_LITERALS;
import static io.ringhold.offheap.lzf.LzfDescriptor.MAX_MATCH;
import static io.ringhold.offheap.lzf.LzfDescriptor.MIN_LONG_MATCH;
import static io.ringhold.offheap.lzf.LzfDescriptor.SHORT_REFERENCE_LENGTH;

/**
 * Compresses to LZF streams and back; format: {@link LzfDescriptor}. Any thread, but an instance for each: it holds the
 * compressor's table. Calls allocate nothing on the heap, and give the same stream for the same input always.
 *
 * <p>
 * All addresses are absolute, and the two ranges of a call must not overlap. The target is stored to directly: when it lies in an
 * arena its address must be of {@code Arena.addressToStore}, which tells the write barrier.
 *
 * <p>
 * The compressor is greedy: a table by hash of three bytes tells where they stood last, and a match is as long as it can be.
 */
public final class Lzf {
    /** Bytes at the end of a match whose triples are entered: more of them find nothing more in what values are like, and cost time. */
    private static final int ENTERED_OF_MATCH = 16;
    /** Log2 of the places in the table: twice as many as there are distances. */
    private static final int TABLE_BITS = 14;
    private static final int TRIPLE_MASK = 0xFFFFFF;
    /** 2^32 divided by the golden ratio: Knuth's multiplicative hashing. */
    private static final int HASH_FACTOR = 0x9E3779B1;

    /**
     * Position of the last triple with a hash, plus {@link #base} of its call. What earlier calls have left is below base, so that the
     * table need not be cleared for each.
     */
    private final int[] table = new int[1 << TABLE_BITS];
    private int base;

    /** With an empty table. */
    public Lzf() {
        clear();
    }

    /**
     * Compresses {@code sourceLength} bytes.
     *
     * @return length of the stream; 0 when it would not be shorter than the capacity, or there is nothing to compress. The target's
     *         content is undefined then.
     */
    public int compress(
            final long sourceAddress, final int sourceLength, final long targetAddress, final int targetCapacity) {
        if (sourceLength <= 0 || targetCapacity <= 0) {
            return 0;
        }
        if (base > Integer.MAX_VALUE - sourceLength) {
            clear();
        }
        final int end = produce(sourceAddress, sourceLength, targetAddress, targetCapacity - 1);
        base += sourceLength;
        return Math.max(end, 0);
    }

    /**
     * Decompresses a stream, of which nothing is taken on trust: no byte outside of the two ranges is read or written.
     *
     * @param targetLength
     *            of the content, exactly.
     * @return targetLength; or -1 when the stream is broken or its content has another length. The target's content is
     *         undefined then.
     */
    public int decompress(
            final long sourceAddress, final int sourceLength, final long targetAddress, final int targetLength) {
        return decompressStart(sourceAddress, sourceLength, targetAddress, targetLength, targetLength);
    }

    /**
     * Decompresses the first bytes of a stream, and checks the rest as {@link #decompress} does.
     *
     * @param contentLength
     *            of the whole content, exactly.
     * @param targetLength
     *            how many bytes of it to store, up to {@code contentLength}.
     * @return contentLength; or -1 when the stream is broken or its content has another length. The target's content is
     *         undefined then.
     */
    public int decompressStart(final long sourceAddress, final int sourceLength, final long targetAddress,
            final int contentLength, final int targetLength) {
        int in = 0;
        int out = 0;
        while (in < sourceLength) {
            final int control = Memory.getByte(sourceAddress + in) & 0xFF;
            final int kind = control >>> KIND_SHIFT;
            final int length;
            if (kind == 0) {
                in++;
                length = control + 1;
                if (length > sourceLength - in || length > contentLength - out) {
                    return -1;
                }
                if (out < targetLength) {
                    Memory.copy(sourceAddress + in, targetAddress + out, Math.min(length, targetLength - out));
                }
                in += length;
            } else {
                final int head = kind == LONG_KIND ? LONG_REFERENCE_LENGTH : SHORT_REFERENCE_LENGTH;
                if (head > sourceLength - in) {
                    return -1;
                }
                length = kind + MATCH_BIAS + (kind == LONG_KIND ? Memory.getByte(sourceAddress + in + 1) & 0xFF : 0);
                in += head;
                final int low = Memory.getByte(sourceAddress + in - 1) & 0xFF;
                final int distance = ((control & LOW_BITS_MASK) << Byte.SIZE | low) + 1;
                if (distance > out || length > contentLength - out) {
                    return -1;
                }
                if (out < targetLength) {
                    repeat(targetAddress + out, distance, Math.min(length, targetLength - out));
                }
            }
            out += length;
        }
        return out == contentLength ? out : -1;
    }

    private int produce(final long source, final int sourceLength, final long target, final int limit) {
        int literals = 0;
        int at = 0;
        int out = 0;
        // A triple is loaded as four bytes, so the last three bytes begin no match.
        while (at <= sourceLength - Integer.BYTES && out >= 0) {
            final int candidate = remember(source, at);
            if (candidate >= 0 && at - candidate <= MAX_DISTANCE
                    && triple(source + candidate) == triple(source + at)) {
                final int length = matchLength(source, candidate, at, Math.min(MAX_MATCH, sourceLength - at));
                out = putLiterals(source + literals, at - literals, target, out, limit);
                out = putReference(at - candidate, length, target, out, limit);
                final int behind = at + length;
                // of a match only its end: in the middle of what repeats itself there is little to find, and much to enter
                at = Math.max(at + 1, behind - ENTERED_OF_MATCH);
                for (; at < behind && at <= sourceLength - Integer.BYTES; at++) {
                    remember(source, at);
                }
                at = behind;
                literals = at;
            } else {
                at++;
            }
        }
        return putLiterals(source + literals, sourceLength - literals, target, out, limit);
    }

    /** Enters a triple into the table, and returns where one of its hash stood before; negative when there was none. */
    private int remember(final long source, final int at) {
        final int place = triple(source + at) * HASH_FACTOR >>> Integer.SIZE - TABLE_BITS;
        final int candidate = table[place] - base;
        table[place] = base + at;
        return candidate;
    }

    private static int triple(final long address) {
        return Memory.getInt(address) & TRIPLE_MASK;
    }

    private static int matchLength(final long source, final int candidate, final int at, final int most) {
        int length = LzfDescriptor.MIN_MATCH;
        while (length <= most - Long.BYTES) {
            final long different = Memory.getLong(source + candidate + length) ^ Memory.getLong(source + at + length);
            if (different != 0) {
                return length + (Long.numberOfTrailingZeros(different) >>> 3);
            }
            length += Long.BYTES;
        }
        while (length < most
                && Memory.getByte(source + candidate + length) == Memory.getByte(source + at + length)) {
            length++;
        }
        return length;
    }

    /** Returns the new end of the stream; -1 when it would be above the limit, or was so before. */
    private static int putLiterals(
            final long source, final int count, final long target, final int end, final int limit) {
        int out = end;
        int done = 0;
        while (done < count && out >= 0) {
            final int length = Math.min(count - done, MAX_LITERALS);
            if (length + 1 > limit - out) {
                return -1;
            }
            Memory.putByte(target + out, (byte) (length - 1));
            Memory.copy(source + done, target + out + 1, length);
            out += length + 1;
            done += length;
        }
        return out;
    }

    /** The same for a reference. */
    private static int putReference(
            final int distance, final int length, final long target, final int end, final int limit) {
        final boolean isLong = length >= MIN_LONG_MATCH;
        if (end < 0 || (isLong ? LONG_REFERENCE_LENGTH : SHORT_REFERENCE_LENGTH) > limit - end) {
            return -1;
        }
        final int kind = isLong ? LONG_KIND : length - MATCH_BIAS;
        int out = end;
        Memory.putByte(target + out++, (byte) (kind << KIND_SHIFT | distance - 1 >>> Byte.SIZE));
        if (isLong) {
            Memory.putByte(target + out++, (byte) (length - MIN_LONG_MATCH));
        }
        Memory.putByte(target + out++, (byte) (distance - 1));
        return out;
    }

    private static void repeat(final long target, final int distance, final int length) {
        int done = 0;
        while (done < length) {
            // What has been repeated is part of the pattern from then on: each step doubles it.
            final int step = Math.min(distance + done, length - done);
            Memory.copy(target - distance, target + done, step);
            done += step;
        }
    }

    private void clear() {
        base = 0;
        Arrays.fill(table, -1);
    }
}
