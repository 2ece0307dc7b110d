package io.ringhold.engine.resp;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.util.Doubles;
import io.ringhold.engine.util.FixedPoint;
import io.ringhold.engine.util.UnsignedDecimal;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Encodes replies, RESP2 or RESP3 as the session speaks, straight into its output buffer. Engine thread; allocates nothing.
 *
 * <p>
 * Where RESP2 lacks a type it falls back as Redis does: maps become flat arrays, sets arrays, doubles and big numbers bulk
 * strings, booleans integers. Strings given as {@link String} must be Latin-1; they are meant for texts of our own.
 *
 * <p>
 * When there is no memory for a reply the buffer notes that it is broken and the rest is dropped; the engine then closes the
 * connection.
 */
public final class ReplyWriter {
    /** {@code "+OK\r\n"} in the low five bytes. */
    private static final long OK = 0x0a0d4b4f2bL;
    private static final int MAX_NUMBER = 20;
    private static final int MAX_HEADER = 1 + MAX_NUMBER + 2;
    private static final int SMALL_BULK = 4096;
    /** Where the text of a bulk string of 10 to 99 bytes stands. */
    private static final int SHORT_BULK_TEXT = 1 + 2 + 2;
    /** Bytes of a string up to which its reply stands in one piece. */
    private static final int LARGEST_PIECE = 1 << 20;

    private final OutputBuffer nowhere = OutputBuffer.nowhere();
    /** Of the format of a verbatim string with its colon. */
    private static final int FORMAT_LENGTH = 4;

    private OutputBuffer output;
    private boolean resp3;
    private long errors;
    private String lastError;

    /** Directs what follows to a session. */
    public void begin(final Session session) {
        output = session.output();
        resp3 = session.protocol() == 3;
    }

    /** Drops what follows, until {@link #begin}: the session wants no replies. */
    public void mute() {
        output = nowhere;
    }

    /** True when replies are dropped. */
    public boolean isMuted() {
        return output == nowhere;
    }

    /** True when the session speaks RESP3. */
    public boolean isResp3() {
        return resp3;
    }

    /** True when the client will not get the reply: there was no memory for it, or it wants none. */
    public boolean isLost() {
        return output.isBroken();
    }

    /** Follows a HELLO that changed the version. */
    public void protocol(final int version) {
        resp3 = version == 3;
    }

    /** Errors written so far, all sessions together. */
    public long errors() {
        return errors;
    }

    /** Text of the error written last, with its code word, without the leading minus. */
    public String lastError() {
        return lastError;
    }

    /** {@code +OK}. */
    public void ok() {
        final long at = output.reserve(8);
        if (at != 0) {
            Memory.putLong(at, OK);
            output.advance(5);
        }
    }

    /** A simple string. */
    public void simple(final String text) {
        line('+', text);
    }

    /**
     * An error.
     *
     * @param message
     *            with its code word ("ERR ...", "WRONGTYPE ..."). Line breaks in it become spaces.
     */
    public void error(final String message) {
        errors++;
        lastError = message;
        line('-', message);
    }

    /** An integer. */
    public void integer(final long value) {
        header(':', value);
    }

    /** {@code #t} or {@code #f}; 1 or 0 in RESP2. */
    public void bool(final boolean value) {
        if (resp3) {
            line('#', value ? "t" : "f");
        } else {
            integer(value ? 1 : 0);
        }
    }

    /** A floating-point number; a bulk string in RESP2. */
    public void doubleNumber(final String text) {
        if (resp3) {
            line(',', text);
        } else {
            bulk(text);
        }
    }

    /** An integer of any length; a bulk string in RESP2. */
    public void bigNumber(final String digits) {
        if (resp3) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    /** A floating-point number that is not NaN; a bulk string in RESP2. */
    public void doubleNumber(final double value) {
        if (!resp3) {
            bulkDouble(value);
            return;
        }
        final long at = output.reserve(1 + Doubles.MAX_LENGTH + 2);
        if (at != 0) {
            Memory.putByte(at, (byte) ',');
            output.advance((int) (crlf(Doubles.write(at + 1, value)) - at));
        }
    }

    /** A floating-point number that is not NaN as a bulk string. */
    public void bulkDouble(final double value) {
        final long at = output.reserve(MAX_HEADER + Doubles.MAX_LENGTH + 2);
        if (at == 0) {
            return;
        }
        bulkAround(at, Doubles.write(at + SHORT_BULK_TEXT, value));
    }

    /** A number of an absolute value below 10^15 with so many decimals, at most 17, as a bulk string. */
    public void bulkFixed(final double value, final int decimals) {
        final long at = output.reserve(MAX_HEADER + FixedPoint.MAX_LENGTH + 2);
        if (at != 0) {
            bulkAround(at, FixedPoint.write(at + SHORT_BULK_TEXT, value, decimals));
        }
    }

    /** A number of an absolute value below 10^15 with up to so many decimals, at most 17, and no zeros behind; a bulk string in RESP2. */
    public void doubleRounded(final double value, final int decimals) {
        final long at = output.reserve(MAX_HEADER + FixedPoint.MAX_LENGTH + 2);
        if (at == 0) {
            return;
        }
        if (!resp3) {
            bulkAround(at, FixedPoint.writeTrimmed(at + SHORT_BULK_TEXT, value, decimals));
            return;
        }
        Memory.putByte(at, (byte) ',');
        output.advance((int) (crlf(FixedPoint.writeTrimmed(at + 1, value, decimals)) - at));
    }

    /**
     * Makes a bulk string of a text of at most 99 bytes that stands {@link #SHORT_BULK_TEXT} behind where the reply begins. The length
     * comes first, in one digit or two: the text is moved when it is one.
     */
    private void bulkAround(final long at, final long end) {
        final long text = at + SHORT_BULK_TEXT;
        final int length = (int) (end - text);
        Memory.putByte(at, (byte) '$');
        final long start = crlf(Decimal.write(at + 1, length));
        if (start != text) {
            Memory.copy(text, start, length);
        }
        output.advance((int) (crlf(start + length) - at));
    }

    /** A bulk string of bytes in memory. */
    public void bulk(final long address, final long length) {
        if (length > SMALL_BULK) {
            largeBulk('$', address, length);
            return;
        }
        final int size = (int) length;
        final long at = output.reserve(MAX_HEADER + size + 2);
        if (at == 0) {
            return;
        }
        Memory.putByte(at, (byte) '$');
        long end = Decimal.write(at + 1, size);
        end = crlf(end);
        Memory.copy(address, end, size);
        end = crlf(end + size);
        output.advance((int) (end - at));
    }

    /** A bulk string of Latin-1 text. */
    public void bulk(final String text) {
        header('$', text.length());
        chars(text, 0, text.length());
        lineEnd();
    }

    /** A bulk string of bytes on the heap. */
    public void bulk(final byte[] bytes) {
        header('$', bytes.length);
        array(bytes, bytes.length);
        lineEnd();
    }

    /** A number as a bulk string. */
    public void bulkInteger(final long value) {
        final long at = output.reserve(2 * MAX_HEADER);
        if (at == 0) {
            return;
        }
        Memory.putByte(at, (byte) '$');
        long end = crlf(Decimal.write(at + 1, Decimal.length(value)));
        end = crlf(Decimal.write(end, value));
        output.advance((int) (end - at));
    }

    /** A number of 64 bits without sign as a bulk string, as cursors are. */
    public void bulkUnsigned(final long value) {
        final long at = output.reserve(2 * MAX_HEADER);
        if (at != 0) {
            Memory.putByte(at, (byte) '$');
            final long text = crlf(Decimal.write(at + 1, UnsignedDecimal.length(value)));
            output.advance((int) (crlf(UnsignedDecimal.write(text, value)) - at));
        }
    }

    /** A stream id as a bulk string. */
    public void streamId(final long ms, final long seq) {
        final long at = output.reserve(MAX_HEADER + UnsignedDecimal.MAX_ID_LENGTH + 2);
        if (at != 0) {
            Memory.putByte(at, (byte) '$');
            final long text = crlf(Decimal.write(at + 1, UnsignedDecimal.idLength(ms, seq)));
            output.advance((int) (crlf(UnsignedDecimal.writeId(text, ms, seq)) - at));
        }
    }

    /** Text meant for people ("txt" or "mkd"): a verbatim string, a bulk string in RESP2. */
    public void verbatim(final String format, final byte[] text) {
        verbatim(format, text, text.length);
    }

    /** As {@link #verbatim(String, byte[])}, of the first bytes of an array. */
    public void verbatim(final String format, final byte[] text, final int length) {
        if (resp3) {
            header('=', length + 4L);
            chars(format, 0, 3);
            chars(":", 0, 1);
        } else {
            header('$', length);
        }
        array(text, length);
        lineEnd();
    }

    /** As {@link #verbatim(String, byte[])}, of bytes in memory that begin with the format and a colon. */
    public void verbatim(final long address, final long length) {
        if (resp3) {
            largeBulk('=', address, length);
        } else {
            bulk(address + FORMAT_LENGTH, length - FORMAT_LENGTH);
        }
    }

    /** The null that stands for a missing string. */
    public void nullBulk() {
        if (resp3) {
            line('_', "");
        } else {
            header('$', -1);
        }
    }

    /** The null that stands for a missing array. */
    public void nullArray() {
        if (resp3) {
            line('_', "");
        } else {
            header('*', -1);
        }
    }

    /** An array of so many replies, which follow. */
    public void array(final long count) {
        header('*', count);
    }

    /** A map of so many pairs, which follow. */
    public void map(final long pairs) {
        if (resp3) {
            header('%', pairs);
        } else {
            header('*', 2 * pairs);
        }
    }

    /** A set of so many replies, which follow. */
    public void set(final long count) {
        header(resp3 ? '~' : '*', count);
    }

    /** An attribute of so many pairs, which follow, and then the reply that it is about; RESP3 only. */
    public void attribute(final long pairs) {
        header('|', pairs);
    }

    /** An out-of-band message of so many replies, which follow; an array in RESP2. */
    public void push(final long count) {
        header(resp3 ? '>' : '*', count);
    }

    private void line(final char type, final String text) {
        final int length = text.length();
        final long at = output.reserve(length + 3);
        if (at == 0) {
            return;
        }
        Memory.putByte(at, (byte) type);
        for (int i = 0; i < length; i++) {
            final char c = text.charAt(i);
            Memory.putByte(at + 1 + i, c == '\r' || c == '\n' ? (byte) ' ' : (byte) c);
        }
        crlf(at + 1 + length);
        output.advance(length + 3);
    }

    private void header(final char type, final long value) {
        final long at = output.reserve(MAX_HEADER);
        if (at != 0) {
            Memory.putByte(at, (byte) type);
            output.advance((int) (crlf(Decimal.write(at + 1, value)) - at));
        }
    }

    private void largeBulk(final char type, final long address, final long length) {
        if (length <= LARGEST_PIECE) {
            // one chunk is one system call when it is sent, and one waking of the client
            output.reserve((int) length + MAX_HEADER + 2);
        }
        header(type, length);
        output.write(address, length);
        lineEnd();
    }

    private void chars(final String text, final int from, final int to) {
        int at = from;
        while (at < to) {
            final int part = Math.min(to - at, SMALL_BULK);
            final long target = output.reserve(part);
            if (target == 0) {
                return;
            }
            for (int i = 0; i < part; i++) {
                Memory.putByte(target + i, (byte) text.charAt(at + i));
            }
            output.advance(part);
            at += part;
        }
    }

    private void array(final byte[] bytes, final int length) {
        int at = 0;
        while (at < length) {
            final int part = Math.min(length - at, SMALL_BULK);
            final long target = output.reserve(part);
            if (target == 0) {
                return;
            }
            Memory.copyFromArray(bytes, at, target, part);
            output.advance(part);
            at += part;
        }
    }

    private void lineEnd() {
        final long at = output.reserve(2);
        if (at != 0) {
            crlf(at);
            output.advance(2);
        }
    }

    private static long crlf(final long at) {
        Memory.putByte(at, (byte) '\r');
        Memory.putByte(at + 1, (byte) '\n');
        return at + 2;
    }
}
