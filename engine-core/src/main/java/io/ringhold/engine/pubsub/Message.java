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
 *   to the channel's subscribers    *3 $7 message   $4 news $5 hello        one piece
 *   to a pattern's                  *4 $8 pmessage $2                       encoded anew for each pattern
 *                                   n*                                      from where the pattern is kept
 *                                   $4 news $5 hello                        the end of the piece above
 * </pre>
 *
 * RESP2 and RESP3 differ in nothing but the first byte. Engine thread.
 */
final class Message {
    /** Scratch memory up to which is kept for the next message. */
    private static final long KEPT_BYTES = 64 * 1024;
    /** Room for what goes before a pattern's name, or for what goes before a message's channel. */
    private static final long HEAD_ROOM = 64;
    private static final long MAX_HEADER = 16;
    /** Bytes of a message up to which it stands in one piece, which is one system call when it is sent. */
    private static final long LARGEST_PIECE = 1 << 20;

    private final Arena arena;
    private long block;
    private long capacity;
    private long patternHead;
    private long body;
    private long bodyEnd;
    // what the subscribers get: of those of the channel all is in the first piece
    private long first;
    private long firstLength;
    private long name;
    private long nameLength;
    private long restLength;

    Message(final Arena arena) {
        this.arena = arena;
    }

    /**
     * Encodes a message, for the subscribers of its channel.
     *
     * @param word
     *            that it begins with.
     * @return false when there is no memory for it.
     */
    boolean encode(final String word, final long channelAddress, final int channelLength, final long messageAddress,
            final int messageLength) {
        final long room = 2 * HEAD_ROOM + 2 * (MAX_HEADER + 2) + channelLength + messageLength;
        if (!reserve(room)) {
            return false;
        }
        patternHead = arena.addressToStore(block, room);
        first = patternHead + HEAD_ROOM;
        body = word(header(first, '*', 3), word);
        bodyEnd = bulk(bulk(body, channelAddress, channelLength), messageAddress, messageLength);
        firstLength = bodyEnd - first;
        nameLength = 0;
        restLength = 0;
        return true;
    }

    /**
     * Goes on with the subscribers of a pattern.
     *
     * @param patternAddress
     *            where the pattern stands, with a line end behind it.
     */
    void toPattern(final long patternAddress, final int patternLength) {
        first = patternHead;
        firstLength = header(word(header(first, '*', 4), "pmessage"), '$', patternLength) - first;
        name = patternAddress;
        nameLength = patternLength + 2L;
        restLength = bodyEnd - body;
    }

    /** Bytes that each receiver gets. */
    long length() {
        return firstLength + nameLength + restLength;
    }

    /** Adds the message to what a client gets. */
    void writeTo(final Session session) {
        final OutputBuffer output = session.output();
        final long length = length();
        Memory.putByte(first, session.protocol() == 3 ? (byte) '>' : (byte) '*');
        if (length > LARGEST_PIECE) {
            output.write(first, firstLength);
            output.write(name, nameLength);
            output.write(body, restLength);
            return;
        }
        final long at = output.reserveMessage((int) length);
        if (at != 0) {
            Memory.copy(first, at, firstLength);
            if (nameLength != 0) {
                Memory.copy(name, at + firstLength, nameLength);
                Memory.copy(body, at + firstLength + nameLength, restLength);
            }
            output.advance((int) length);
        }
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
