package io.ringhold.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds where replies end, in RESP2 and RESP3, without making objects of them. It keeps its place between reads, wherever they
 * cut a reply, so every byte is looked at once and nothing needs to be kept. Push messages are passed over unless they are asked for; attributes belong
 * to the reply behind them. For one thread and one connection; allocates nothing but for the first error's text.
 *
 * <p>
 * The format: <a href="https://github.com/redis/redis-specifications/blob/master/protocol/RESP3.md">RESP3 specification</a>, without its
 * streamed types, which no server sends.
 */
public final class ReplyScanner {
    /** All bytes were looked at and the next reply is not complete. */
    public static final int INCOMPLETE = 0;
    /** A reply that is no error. */
    public static final int REPLY = 1;
    /** An error reply. */
    public static final int ERROR = 2;
    /** A push message, for those who asked for them. */
    public static final int PUSH = 3;

    private static final int MOST_ERROR_TEXT = 200;
    private static final long MOST_LENGTH = 1L << 40;
    /** Of one reply, however it is nested; so that adding lengths cannot overflow. */
    private static final long MOST_ELEMENTS = 1L << 50;
    private static final int LINE_END_LENGTH = 2;

    /** What the next byte is. */
    private enum State {
        TYPE, LENGTH, LINE, BODY
    }

    private final boolean tellsPushes;
    private State state = State.TYPE;
    /** The type whose length is being read. */
    private byte type;
    private long length;
    private int lengthDigits;
    private boolean negative;
    /** Bytes of the body, with its line end, that are still to come. */
    private long bodyLeft;
    /** Elements that the reply begun still needs, itself among them. */
    private long elementsLeft = 1;
    /** Whether the reply's own type has been seen (an attribute is not the reply's). */
    private boolean begun;
    private boolean isError;
    private boolean isPush;
    private final byte[] errorText = new byte[MOST_ERROR_TEXT];
    private int errorLength;
    /** Bulk strings of the reply begun. */
    private int bulkStrings;
    private int lastBulkStrings;

    /** A scanner that passes push messages over. */
    public ReplyScanner() {
        this(false);
    }

    /**
     * A scanner.
     *
     * @param tellsPushes
     *            whether the ends of push messages are told, too
     */
    public ReplyScanner(boolean tellsPushes) {
        this.tellsPushes = tellsPushes;
    }

    /**
     * Goes on to the end of the next reply.
     *
     * @return {@link #REPLY}, {@link #ERROR} or {@link #PUSH} with the buffer's position behind the reply, or {@link #INCOMPLETE} with nothing
     *         left in the buffer
     * @throws IOException
     *             if the bytes are not RESP
     */
    public int next(ByteBuffer buffer) throws IOException {
        int at = buffer.position();
        int end = buffer.limit();
        while (at < end) {
            if (state == State.BODY) {
                int part = (int) Math.min(bodyLeft, end - at);
                if (isError) {
                    keepErrorText(buffer, at, part);
                }
                at += part;
                bodyLeft -= part;
                if (bodyLeft > 0) {
                    break;
                }
                state = State.TYPE;
                elementsLeft--;
            } else {
                byte b = buffer.get(at++);
                switch (state) {
                    case TYPE -> onType(b);
                    case LENGTH -> onLengthByte(b);
                    default -> onLineByte(b);
                }
            }
            if (elementsLeft == 0) {
                int result = onReplyEnd();
                if (result != INCOMPLETE) {
                    buffer.position(at);
                    return result;
                }
            }
        }
        buffer.position(end);
        return INCOMPLETE;
    }

    private int onReplyEnd() {
        int result = isPush ? (tellsPushes ? PUSH : INCOMPLETE) : isError ? ERROR : REPLY;
        lastBulkStrings = bulkStrings;
        bulkStrings = 0;
        elementsLeft = 1;
        begun = false;
        isError = false;
        isPush = false;
        return result;
    }

    private void onType(byte b) throws IOException {
        boolean isLine = switch (b) {
            case '+', '-', ':', '_', '#', ',', '(' -> true;
            case '$', '*', '%', '~', '=', '!', '>', '|' -> false;
            default -> throw new IOException(
                    "the server sent a byte that begins no reply: 0x" + Integer.toHexString(b & 0xFF));
        };
        type = b;
        boolean first = !begun && b != '|' && elementsLeft == 1;
        if (first) {
            begun = true;
            isPush = b == '>';
            isError = b == '-' || b == '!';
            if (isError) {
                errorLength = 0;
            }
        }
        state = isLine ? State.LINE : State.LENGTH;
        length = 0;
        lengthDigits = 0;
        negative = false;
    }

    private void onLengthByte(byte b) throws IOException {
        if (b >= '0' && b <= '9') {
            length = length * 10 + b - '0';
            lengthDigits++;
            if (length > MOST_LENGTH) {
                throw tooLarge();
            }
        } else if (b == '\n') {
            onLength();
        } else if (b == '-' && lengthDigits == 0 && !negative) {
            negative = true;
        } else if (b != '\r') {
            throw noNumber();
        }
    }

    private void onLength() throws IOException {
        if (lengthDigits == 0 || negative && length != 1) {
            throw noNumber();
        }
        state = State.TYPE;
        if (negative) {
            elementsLeft--;
            return;
        }
        switch (type) {
            case '$', '=', '!' -> {
                state = State.BODY;
                bodyLeft = length + LINE_END_LENGTH;
                bulkStrings++;
            }
            case '*', '~', '>' -> elementsLeft += length - 1;
            case '%' -> elementsLeft += 2 * length - 1;
            default -> elementsLeft += 2 * length;
        }
        if (elementsLeft > MOST_ELEMENTS) {
            throw tooLarge();
        }
    }

    private static IOException tooLarge() {
        return new IOException("the server sent a length that is too large");
    }

    private static IOException noNumber() {
        return new IOException("the server sent a length that is no number");
    }

    private void onLineByte(byte b) {
        if (b == '\n') {
            state = State.TYPE;
            elementsLeft--;
        } else if (isError && errorLength < MOST_ERROR_TEXT) {
            errorText[errorLength++] = b;
        }
    }

    private void keepErrorText(ByteBuffer buffer, int at, int part) {
        int kept = Math.min(part, MOST_ERROR_TEXT - errorLength);
        buffer.get(at, errorText, errorLength, kept);
        errorLength += kept;
    }

    /** How many strings with a length the last reply had, however nested: the keys of an invalidation and its name, for one. */
    public int bulkStrings() {
        return lastBulkStrings;
    }

    /** The text of the last error reply, cut after {@value #MOST_ERROR_TEXT} bytes. */
    public String lastError() {
        return new String(errorText, 0, errorLength, StandardCharsets.UTF_8).strip();
    }
}
