package io.ringhold.wal.replay;

import io.ringhold.offheap.memory.Memory;

/**
 * Frames the commands of a log: arrays of bulk strings and nothing else, strictly. Unlike a client's stream, a log that
 * breaks the form must be told apart by how: cut short, never written, or bad.
 */
final class FrameParser {
    /** How an attempt to frame a command ended. */
    enum Outcome {
        /** A command was added to the index. */
        COMMAND,
        /** An annotation line was passed over. */
        ANNOTATION,
        /** The file ends inside the command. */
        TRUNCATED,
        /** There is a zero byte where the form has none: preallocated space that was never written. */
        UNWRITTEN,
        /** The bytes are not a command. */
        BAD,
        /** The command takes more bytes than there is room for in the batch. */
        TOO_LONG
    }

    private static final int MAX_DIGITS = 10;
    /** Positions in a batch are ints; there must be room for the CRLF. */
    private static final long MAX_BATCH_SPAN = Integer.MAX_VALUE - 2;

    private final FrameIndex index;
    private final long maxSpan;
    private long cursor;
    private long limit;
    private Outcome failure;

    FrameParser(final FrameIndex index) {
        this(index, MAX_BATCH_SPAN);
    }

    /**
     * @param maxSpan
     *            most bytes that a batch can hold.
     */
    FrameParser(final FrameIndex index, final long maxSpan) {
        this.index = index;
        this.maxSpan = maxSpan;
    }

    /** Where commands are added. */
    FrameIndex index() {
        return index;
    }

    /** Address behind the command or annotation, or of the byte that is at fault. */
    long cursor() {
        return cursor;
    }

    /**
     * Frames the command at {@code address}.
     *
     * @param limitAddress
     *            end of the file.
     * @param bytesAddress
     *            from which the batch's offsets count.
     */
    Outcome parse(final long address, final long limitAddress, final long bytesAddress) {
        cursor = address;
        limit = limitAddress;
        if (address < limitAddress && Memory.getByte(address) == '#') {
            return skipLine();
        }
        final int frame = index.length();
        final long count = number('*');
        if (count < 0) {
            return failure;
        }
        if (count == 0 || count > Integer.MAX_VALUE) {
            cursor = address;
            return Outcome.BAD;
        }
        for (int i = 0; i < count; i++) {
            final long length = number('$');
            if (length < 0) {
                return failure;
            }
            if (length > Integer.MAX_VALUE) {
                return Outcome.BAD;
            }
            if (length > limit - cursor) {
                cursor = limit;
                return Outcome.TRUNCATED;
            }
            if (cursor + length - bytesAddress > maxSpan) {
                return Outcome.TOO_LONG;
            }
            index.addArgument(frame, i, cursor - bytesAddress, (int) length);
            cursor += length;
            if (!expect('\r') || !expect('\n')) {
                return failure;
            }
        }
        index.completeFrame((int) count, address - bytesAddress, cursor - address);
        return Outcome.COMMAND;
    }

    private Outcome skipLine() {
        while (cursor < limit) {
            final byte b = Memory.getByte(cursor);
            if (b == 0) {
                return Outcome.UNWRITTEN;
            }
            cursor++;
            if (b == '\n') {
                return Outcome.ANNOTATION;
            }
        }
        return Outcome.TRUNCATED;
    }

    /** Reads a prefix, digits and CRLF; -1 with {@link #failure} set when they are not there. */
    private long number(final char prefix) {
        if (!expect(prefix)) {
            return -1;
        }
        long value = 0;
        int digits = 0;
        while (cursor < limit) {
            final byte b = Memory.getByte(cursor);
            if (b < '0' || b > '9') {
                break;
            }
            value = value * 10 + (b - '0');
            cursor++;
            if (++digits > MAX_DIGITS) {
                failure = Outcome.BAD;
                return -1;
            }
        }
        if (digits == 0 && cursor < limit && Memory.getByte(cursor) != 0) {
            failure = Outcome.BAD;
            return -1;
        }
        return expect('\r') && expect('\n') ? value : -1;
    }

    private boolean expect(final char wanted) {
        if (cursor >= limit) {
            failure = Outcome.TRUNCATED;
            return false;
        }
        final byte b = Memory.getByte(cursor);
        if (b == wanted) {
            cursor++;
            return true;
        }
        failure = b == 0 ? Outcome.UNWRITTEN : Outcome.BAD;
        return false;
    }
}
