package io.ringhold.engine.monitor;

import java.util.List;

import io.ringhold.engine.client.Session;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * A line of MONITOR while it is written: once, in pieces that are copied to the output of every monitor, so that a command of any
 * length takes no more memory here. Engine thread; allocates nothing but the piece.
 */
final class MonitorLine {
    private static final int PIECE_BYTES = 16 * 1024;
    /** Bytes of the longest escape. */
    private static final int LONGEST_ESCAPE = 4;
    private static final String HEX = "0123456789abcdef";

    private final Arena arena;
    private final List<Session> readers;
    private long block;
    private long start;
    private int length;

    /**
     * @param arena
     *            for the piece.
     * @param readers
     *            whom the line is for.
     */
    MonitorLine(final Arena arena, final List<Session> readers) {
        this.arena = arena;
        this.readers = readers;
    }

    /** Gets the memory that lines need; false when there is none. */
    boolean open() {
        if (block == 0) {
            block = arena.allocate(PIECE_BYTES, MemoryTag.CLIENT_OUTPUT);
            start = block == 0 ? 0 : arena.address(block);
        }
        return block != 0;
    }

    /** Gives the memory back. */
    void close() {
        if (block != 0) {
            arena.free(block);
            block = 0;
        }
    }

    /** Adds Latin-1 text as it is. */
    void text(final String text) {
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
    }

    /** Adds a character as it is. */
    void character(final char character) {
        makeRoom();
        append(character);
    }

    /** Adds a number, with zeros in front up to so many digits. */
    void number(final long value, final int digits) {
        long unit = 1;
        for (int i = 1; i < digits || value / unit >= 10; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            character((char) ('0' + value / unit % 10));
        }
    }

    /** Adds bytes in quotes, with escapes for what cannot be printed. */
    void quoted(final long address, final int bytes) {
        character('"');
        for (int i = 0; i < bytes; i++) {
            makeRoom();
            escaped(Memory.getByte(address + i) & 0xff);
        }
        character('"');
    }

    /** The line is complete: what has not been copied yet is. */
    void end() {
        flush();
    }

    private void escaped(final int value) {
        final int letter = shortEscape(value);
        if (letter != 0) {
            append('\\');
            append(letter);
        } else if (value >= ' ' && value <= '~') {
            append(value);
        } else {
            append('\\');
            append('x');
            append(HEX.charAt(value >>> 4));
            append(HEX.charAt(value & 0xf));
        }
    }

    /** What stands behind the backslash, or 0 for a byte that has no such escape. */
    private static int shortEscape(final int value) {
        return switch (value) {
            case '\\', '"' -> value;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 7 -> 'a';
            case '\b' -> 'b';
            default -> 0;
        };
    }

    private void append(final int value) {
        Memory.putByte(start + length++, (byte) value);
    }

    private void makeRoom() {
        if (length + LONGEST_ESCAPE > PIECE_BYTES) {
            flush();
        }
    }

    private void flush() {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).output().write(start, length);
        }
        length = 0;
    }
}
