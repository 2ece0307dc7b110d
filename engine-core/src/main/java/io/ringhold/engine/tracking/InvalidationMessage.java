package io.ringhold.engine.tracking;

import io.ringhold.engine.util.GrowingBuffer;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * What tells a client which keys to forget, encoded once for all who get it:
 *
 * <pre>
 *   {@literal >}2 $10 invalidate | *1 $3 key                                 RESP3
 *   *3 $7 message $20 __redis__:invalidate | *1 $3 key             RESP2, as if published on a channel
 *                                 ^ body: the same for both, but for the null that stands for all keys
 * </pre>
 *
 * When there is no memory for the keys it tells of all. Engine thread.
 */
final class InvalidationMessage {
    private static final String PUSH = ">2\r\n$10\r\ninvalidate\r\n";
    private static final String CHANNEL = "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n";
    private static final int PUSH_ALL_LENGTH = PUSH.length() + 3;

    private final GrowingBuffer message;
    /** The beginning of a channel's message, and the messages that tell of all keys. */
    private final GrowingBuffer fixed;

    InvalidationMessage(final Arena arena) {
        this.message = new GrowingBuffer(arena, MemoryTag.TRACKING);
        this.fixed = new GrowingBuffer(arena, MemoryTag.TRACKING);
    }

    /** Makes sure that at least all keys can be told of; false when there is no memory for that. */
    boolean prepare() {
        if (fixed.length() == 0) {
            fixed.text(PUSH + "_\r\n" + CHANNEL + "$-1\r\n");
            if (fixed.isIncomplete()) {
                fixed.clear();
                return false;
            }
        }
        return true;
    }

    /** Begins a message that tells of so many keys, which follow. */
    void begin(final long keys) {
        message.clear();
        message.text(PUSH);
        message.line('*', keys);
    }

    /** Adds a key. */
    void key(final long address, final int length) {
        message.bulk(address, length);
    }

    /** Makes it the message that tells of one key. */
    void only(final long address, final int length) {
        begin(1);
        key(address, length);
    }

    /** Makes it the message that tells of all keys. */
    void all() {
        message.clear();
    }

    /** Writes it to a client. */
    void writeTo(final Invalidations outputs, final boolean resp3) {
        if (message.length() == 0 || message.isIncomplete()) {
            writeAll(outputs, resp3);
        } else if (resp3) {
            outputs.write(message.address(), message.length());
        } else {
            outputs.write(fixed.address() + PUSH_ALL_LENGTH, CHANNEL.length());
            outputs.write(message.address() + PUSH.length(), message.length() - PUSH.length());
        }
    }

    /** Writes the message that tells of all keys to a client, whatever this one is. */
    void writeAll(final Invalidations outputs, final boolean resp3) {
        if (resp3) {
            outputs.write(fixed.address(), PUSH_ALL_LENGTH);
        } else {
            outputs.write(fixed.address() + PUSH_ALL_LENGTH, fixed.length() - PUSH_ALL_LENGTH);
        }
    }
}
