package io.ringhold.engine.resp;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Finds the commands in the bytes of one connection, however they arrive in pieces, and writes where they and their arguments
 * lie into the index of an {@link InputBuffer}. Keeps its place between calls and never looks at a byte twice (but for the
 * few of an unfinished count or length), so that the work is linear in the bytes received, however finely they are dribbled.
 *
 * <p>
 * Understands RESP arrays of bulk strings and inline commands. Like Redis it does not check the two bytes that end a line or a
 * bulk; a command in which they are not CR LF is flagged like an inline one, because its bytes must not be logged as they are.
 * Numbers must be in canonical form. Empty arrays and empty lines are passed over.
 *
 * <p>
 * One per connection, used by the connection's transport thread. Allocates nothing, but for the message of an error.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol's specification</a>
 */
public final class RequestFramer {
    /** What became of the bytes. */
    public enum Status {
        /** All bytes are looked at; more may follow. */
        READY,
        /**
         * The next command is larger than allowed without a password, but a command before it may give one: framing goes on
         * when those have been executed.
         */
        AWAITING_AUTHENTICATION,
        /** The protocol is broken; the buffer's batch has the error. Nothing more is to be read. */
        BROKEN,
        /** No memory for the index. The connection cannot go on. */
        OUT_OF_MEMORY
    }

    private static final long INCOMPLETE = -1;
    private static final long INVALID = -2;
    private static final long TOO_LONG = -3;
    private static final long NOT_KNOWN = -1;
    private static final int CRLF_BEHIND_ONE_DIGIT = '\r' << 16 | '\n' << 24;
    private static final short CRLF = '\r' | '\n' << 8;

    private final RequestLimits limits;
    private final InlineArguments inline = new InlineArguments();
    private Status status = Status.READY;
    private boolean limited;
    private boolean canWait;
    /** Next byte to look at. */
    private int position;
    /** Up to where an unfinished line has been searched for its end. */
    private int searched;
    /** Behind the line whose number {@link #number} has read. */
    private int lineEnd;
    private int frameStart;
    private int frameFlags;
    private int argumentsLeft;
    private long bulkLength = NOT_KNOWN;

    public RequestFramer(final RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Frames what has been received since the last call.
     *
     * @param unauthenticated
     *            true when the client must give a password and has not: large commands are then refused.
     * @param batchInFlight
     *            true when earlier commands are still to be executed, one of which may give the password.
     */
    public Status frame(final InputBuffer in, final boolean unauthenticated, final boolean batchInFlight) {
        if (status != Status.READY && status != Status.AWAITING_AUTHENTICATION) {
            return status;
        }
        status = Status.READY;
        limited = unauthenticated;
        canWait = batchInFlight;
        boolean more = true;
        while (more) {
            if (argumentsLeft == 0 && position == in.filled) {
                more = false;
            } else if (argumentsLeft != 0) {
                more = arguments(in);
            } else if (Memory.getByte(in.address + position) == '*') {
                more = multibulk(in);
            } else {
                more = inline(in);
            }
        }
        return status;
    }

    /**
     * How long the buffer must at least become for the argument that is being received; 0 when that is not known, or the argument is small beside
     * what has come before it: then many more are to be expected.
     */
    public long wantedBytes() {
        return bulkLength < position >> 3 ? 0 : position + bulkLength + 2;
    }

    /** True when the buffer holds bytes that belong to no complete command. */
    public boolean hasTail(final InputBuffer in) {
        return tailStart() != in.filled;
    }

    /**
     * Moves the bytes behind the last complete command to a buffer that is empty, and goes on there.
     *
     * @return false when there is no memory for them: the connection cannot go on.
     */
    public boolean moveTail(final InputBuffer from, final InputBuffer to) {
        final int start = tailStart();
        if (!to.takeTail(from, start)) {
            status = Status.OUT_OF_MEMORY;
            return false;
        }
        rebase(start);
        return true;
    }

    /** Goes on at the start of an empty buffer; there is no tail to move. */
    public void restart() {
        rebase(position);
    }

    private int tailStart() {
        return argumentsLeft != 0 ? frameStart : position;
    }

    private void rebase(final int start) {
        position -= start;
        frameStart = 0;
        searched = Math.max(0, searched - start);
    }

    private boolean multibulk(final InputBuffer in) {
        frameFlags = 0;
        final long count = number(in);
        if (count == INCOMPLETE) {
            return false;
        }
        if (count == TOO_LONG) {
            return broken(in, "too big mbulk count string");
        }
        if (count == INVALID || count > Integer.MAX_VALUE) {
            return broken(in, "invalid multibulk length");
        }
        if (limited && count > RequestLimits.MAX_UNAUTHENTICATED_ARGUMENTS) {
            return refused(in, "unauthenticated multibulk length");
        }
        frameStart = position;
        position = lineEnd;
        argumentsLeft = (int) count;
        return true;
    }

    private boolean arguments(final InputBuffer in) {
        while (argumentsLeft != 0) {
            if (bulkLength == NOT_KNOWN && !bulkHeader(in)) {
                return false;
            }
            final int length = (int) bulkLength;
            if (in.filled - position < bulkLength + 2) {
                return false;
            }
            if (!in.addArgument(position, length)) {
                return outOfMemory();
            }
            position += length;
            if (Memory.getShort(in.address + position) != CRLF) {
                frameFlags = FrameDescriptor.INLINE_FLAG;
            }
            position += 2;
            bulkLength = NOT_KNOWN;
            argumentsLeft--;
        }
        in.completeFrame(frameStart, position, frameFlags);
        return true;
    }

    private boolean bulkHeader(final InputBuffer in) {
        final long length = number(in);
        if (length == INCOMPLETE) {
            return false;
        }
        if (length == TOO_LONG) {
            return broken(in, "too big bulk count string");
        }
        final byte marker = Memory.getByte(in.address + position);
        if (marker != '$') {
            final char shown = marker == '\r' || marker == '\n' ? ' ' : (char) (marker & 0xff);
            return broken(in, "expected '$', got '" + shown + "'");
        }
        if (length == INVALID || length > limits.maxBulkBytes()) {
            return broken(in, "invalid bulk length");
        }
        if (limited && length > RequestLimits.MAX_UNAUTHENTICATED_BULK_BYTES) {
            return refused(in, "unauthenticated bulk length");
        }
        if (length > InputBuffer.MAX_BYTES - 2 - lineEnd) {
            return outOfMemory();
        }
        position = lineEnd;
        bulkLength = length;
        return true;
    }

    private boolean inline(final InputBuffer in) {
        int at = Math.max(position, searched);
        while (at < in.filled && Memory.getByte(in.address + at) != '\n') {
            at++;
        }
        if (at == in.filled) {
            searched = at;
            return at - position > RequestLimits.MAX_LINE_BYTES && broken(in, "too big inline request");
        }
        searched = 0;
        final boolean carriageReturn = at > position && Memory.getByte(in.address + at - 1) == '\r';
        final int result = inline.split(in, position, carriageReturn ? at - 1 : at);
        if (result == InlineArguments.UNBALANCED) {
            return broken(in, "unbalanced quotes in request");
        }
        if (result == InlineArguments.NO_MEMORY) {
            return outOfMemory();
        }
        if (in.indexEnd != in.indexLength) {
            in.completeFrame(position, at + 1, FrameDescriptor.INLINE_FLAG);
        }
        position = at + 1;
        return true;
    }

    /**
     * The number behind the marker at {@link #position}, with {@link #lineEnd} behind its line; or INCOMPLETE, INVALID, TOO_LONG.
     * Numbers of one and of two digits, which nearly all are, take a look at four and five bytes.
     */
    private long number(final InputBuffer in) {
        final long at = in.address + position;
        final int left = in.filled - position;
        if (left >= 4) {
            final int word = Memory.getInt(at);
            final int first = (word >>> 8 & 0xff) - '0';
            if ((word & 0xFFFF0000) == CRLF_BEHIND_ONE_DIGIT && first >= 0 && first <= 9) {
                lineEnd = position + 4;
                return first;
            }
            final int second = (word >>> 16 & 0xff) - '0';
            if (word >>> 24 == '\r' && first > 0 && first <= 9 && second >= 0 && second <= 9 && left >= 5
                    && Memory.getByte(at + 4) == '\n') {
                lineEnd = position + 5;
                return first * 10L + second;
            }
        }
        return numberOfLine(in);
    }

    private long numberOfLine(final InputBuffer in) {
        int at = Math.max(position, searched);
        while (at < in.filled && Memory.getByte(in.address + at) != '\r') {
            at++;
        }
        if (in.filled - at < 2) {
            searched = at;
            return at == in.filled && at - position > RequestLimits.MAX_LINE_BYTES ? TOO_LONG : INCOMPLETE;
        }
        searched = 0;
        lineEnd = at + 2;
        if (Memory.getByte(in.address + at + 1) != '\n') {
            frameFlags = FrameDescriptor.INLINE_FLAG;
        }
        final long digits = in.address + position + 1;
        final int length = at - position - 1;
        if (length <= 0 || !Decimal.isInteger(digits, length)) {
            return INVALID;
        }
        final long value = Decimal.parse(digits, length);
        if (value >= 0) {
            return value;
        }
        // an array of negative length is passed over like an empty one; a bulk has no such thing
        return Memory.getByte(in.address + position) == '*' ? 0 : INVALID;
    }

    private boolean refused(final InputBuffer in, final String error) {
        if (canWait || in.commands != 0) {
            status = Status.AWAITING_AUTHENTICATION;
            return false;
        }
        return broken(in, error);
    }

    private boolean broken(final InputBuffer in, final String error) {
        in.batch().protocolError("Protocol error: " + error);
        status = Status.BROKEN;
        return false;
    }

    private boolean outOfMemory() {
        status = Status.OUT_OF_MEMORY;
        return false;
    }
}
