package io.ringhold.engine.pubsub;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * A published message, encoded once in scratch memory and copied from there to each subscriber.
 *
 * <pre>
 *   body    $4 news $5 hello                       of the message, the same for all
 *   prefix  *3 $7 message     or   *4 $8 pmessage $2 n*
 * </pre>
 *
 * The prefix is that of a topic. RESP2 and RESP3 differ in nothing but its first byte.
 */
final class Message {
    /** Scratch memory up to which is kept for the next message. */
    private static final long KEPT_BYTES = 64 * 1024;
    private static final int MAX_HEADER = 16;
    /** Bytes of a message up to which it stands in one piece, which is one system call when it is sent. */
    private static final long LARGEST_PIECE = 1 << 20;

    private final Arena arena;
    private long block;
    private long capacity;
    private long body;
    private long bodyLength;
    private long prefix;
    private long prefixLength;

    Message(final Arena arena) {
        this.arena = arena;
    }

    /**
     * Encodes a message and begins with the prefix of a word and no pattern.
     *
     * @param maxPattern
     *            length of the longest pattern that {@link #pattern} will be called with.
     * @return false when there is no memory for it.
     */
    boolean encode(final String word, final long channelAddress, final int channelLength, final long messageAddress,
            final int messageLength, final int maxPattern) {
        final long prefixRoom = 4L * MAX_HEADER + maxPattern;
        final long bodyRoom = 2L * (MAX_HEADER + 2) + channelLength + messageLength;
        if (!reserve(prefixRoom + bodyRoom)) {
            return false;
        }
        prefix = arena.addressToStore(block, prefixRoom + bodyRoom);
        prefixLength = word(header(prefix, '*', 3), word) - prefix;
        body = prefix + prefixRoom;
        bodyLength = bulk(bulk(body, channelAddress, channelLength), messageAddress, messageLength) - body;
        return true;
    }

    /** Goes on with the prefix of a pattern. */
    void pattern(final long patternAddress, final int patternLength) {
        prefixLength = bulk(word(header(prefix, '*', 4), "pmessage"), patternAddress, patternLength) - prefix;
    }

    /** Adds the message to what a client gets. */
    void writeTo(final Session session) {
        final OutputBuffer output = session.output();
        final long length = prefixLength + bodyLength;
        if (length <= LARGEST_PIECE) {
            output.reserve((int) length);
        }
        Memory.putByte(prefix, session.protocol() == 3 ? (byte) '>' : (byte) '*');
        output.write(prefix, prefixLength);
        output.write(body, bodyLength);
    }

    /** Ends with the message. */
    void end() {
        if (capacity > KEPT_BYTES) {
            free();
        }
    }

    private boolean reserve(final long bytes) {
        if (bytes <= capacity) {
            return true;
        }
        if (block != 0) {
            free();
        }
        block = arena.allocate(bytes, MemoryTag.SCRATCH);
        if (block == 0) {
            return false;
        }
        capacity = arena.usableSize(block);
        return true;
    }

    private void free() {
        arena.free(block);
        block = 0;
        capacity = 0;
    }

    private static long bulk(final long at, final long address, final int length) {
        final long text = header(at, '$', length);
        Memory.copy(address, text, length);
        return lineEnd(text + length);
    }

    private static long word(final long at, final String word) {
        final int length = word.length();
        final long text = header(at, '$', length);
        for (int i = 0; i < length; i++) {
            Memory.putByte(text + i, (byte) word.charAt(i));
        }
        return lineEnd(text + length);
    }

    private static long header(final long at, final char type, final int value) {
        Memory.putByte(at, (byte) type);
        return lineEnd(Decimal.write(at + 1, value));
    }

    private static long lineEnd(final long at) {
        Memory.putByte(at, (byte) '\r');
        Memory.putByte(at + 1, (byte) '\n');
        return at + 2;
    }
}
