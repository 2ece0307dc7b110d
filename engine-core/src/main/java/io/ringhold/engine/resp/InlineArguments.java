package io.ringhold.engine.resp;

import io.ringhold.offheap.memory.Memory;

/**
 * Splits an inline command into its arguments, with the quoting of redis-cli: {@code "..."} knows {@code \n \r \t \a \b},
 * {@code \xHH} and takes any other escaped character as it is, {@code '...'} knows {@code \'} only. What is unescaped is
 * written over the line itself, which never gets longer by it. Allocates nothing.
 */
final class InlineArguments {
    /** All arguments are in the index. */
    static final int DONE = 0;
    /** A quote is not closed, or not followed by a blank. */
    static final int UNBALANCED = 1;
    /** The index could not grow. */
    static final int NO_MEMORY = 2;

    private long base;
    private int at;
    private int end;
    private int written;

    /** Adds the arguments of the line from {@code start} to {@code lineEnd} to the buffer's partial frame. */
    int split(final InputBuffer in, final int start, final int lineEnd) {
        base = in.address;
        at = start;
        end = lineEnd;
        while (true) {
            while (at < end && isBlank(byteAt(at))) {
                at++;
            }
            if (at == end) {
                return DONE;
            }
            final int argument = at;
            written = at;
            if (!word()) {
                return UNBALANCED;
            }
            if (!in.addArgument(argument, written - argument)) {
                return NO_MEMORY;
            }
        }
    }

    private boolean word() {
        while (at < end) {
            final byte c = byteAt(at);
            if (isBlank(c)) {
                return true;
            }
            at++;
            if (c == '"') {
                return doubleQuoted();
            }
            if (c == '\'') {
                return singleQuoted();
            }
            put(c);
        }
        return true;
    }

    private boolean doubleQuoted() {
        while (at < end) {
            final byte c = byteAt(at++);
            if (c == '"') {
                return isAtWordEnd();
            }
            if (c == '\\' && at < end) {
                escaped();
            } else {
                put(c);
            }
        }
        return false;
    }

    private void escaped() {
        final byte c = byteAt(at++);
        if (c == 'x' && end - at >= 2 && hex(byteAt(at)) >= 0 && hex(byteAt(at + 1)) >= 0) {
            put((byte) (hex(byteAt(at)) << 4 | hex(byteAt(at + 1))));
            at += 2;
            return;
        }
        put(switch (c) {
            case 'n' -> (byte) '\n';
            case 'r' -> (byte) '\r';
            case 't' -> (byte) '\t';
            case 'b' -> (byte) '\b';
            case 'a' -> (byte) 7;
            default -> c;
        });
    }

    private boolean singleQuoted() {
        while (at < end) {
            final byte c = byteAt(at++);
            if (c == '\'') {
                return isAtWordEnd();
            }
            if (c == '\\' && at < end && byteAt(at) == '\'') {
                at++;
                put((byte) '\'');
            } else {
                put(c);
            }
        }
        return false;
    }

    private boolean isAtWordEnd() {
        return at == end || isBlank(byteAt(at));
    }

    private byte byteAt(final int position) {
        return Memory.getByte(base + position);
    }

    private void put(final byte value) {
        Memory.putByte(base + written++, value);
    }

    private static boolean isBlank(final byte c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static int hex(final byte c) {
        return Character.digit((char) (c & 0xff), 16);
    }
}
