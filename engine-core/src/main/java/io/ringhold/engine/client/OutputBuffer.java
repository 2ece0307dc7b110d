package io.ringhold.engine.client;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.ringhold.offheap.memory.Memory;

/**
 * The reply bytes of one connection: a stream written by the engine and drained by the transport, without locks.
 *
 * <pre>
 *   engine: reserve/advance ... publish         transport: drain
 *
 *        +---------+     +---------+     +-----------------+
 *  head  | sent    | --> | sent|   | --> | ready |not published|  tail
 *        +---------+     +-----^---+     +-------^---------+
 *                            written         published
 * </pre>
 *
 * <p>
 * Positions count bytes since the connection began. The engine stores {@code published} (release) after the bytes and the
 * links between chunks; the transport stores {@code written} (release) as the last thing it does with a chunk. The
 * transport moves on to the next chunk only to send from it, so the engine frees a chunk when {@code written} lies beyond
 * its end, or all of them when {@code written == end}: then it starts a new chain, whose first chunk and position
 * ({@code first}, {@code restartedAt}) the transport finds when it gets there.
 *
 * <p>
 * When there is no memory for a chunk, the buffer is {@link #isBroken broken}: bytes are dropped, nothing more is published, as what
 * comes behind a gap would be taken for something else, and the engine closes the connection.
 */
public final class OutputBuffer {
    private static final VarHandle PUBLISHED;
    private static final VarHandle WRITTEN;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUBLISHED = lookup.findVarHandle(OutputBuffer.class, "published", long.class);
            WRITTEN = lookup.findVarHandle(OutputBuffer.class, "written", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChunkPool pool;
    // engine
    private OutputChunk head;
    private OutputChunk tail;
    private long end;
    private boolean broken;
    private int chunks;
    private long held;
    private long peak;
    // engine to transport
    private OutputChunk first;
    private long restartedAt;
    @SuppressWarnings("unused")
    private long published;
    // transport
    private OutputChunk reading;
    @SuppressWarnings("unused")
    private long written;

    public OutputBuffer(final ChunkPool pool) {
        this.pool = pool;
    }

    /** A buffer without memory, which drops all that is written. */
    public static OutputBuffer nowhere() {
        final OutputBuffer buffer = new OutputBuffer(null);
        buffer.broken = true;
        return buffer;
    }

    /**
     * Makes room for {@code bytes} in one piece. Engine thread.
     *
     * @param bytes
     *            at most {@link ChunkPool#MAX_CHUNK_BYTES}.
     * @return the address to write to, or 0 when there is no memory.
     */
    public long reserve(final int bytes) {
        final OutputChunk chunk = tail;
        if (chunk != null && chunk.capacity - chunk.length >= bytes) {
            return chunk.address + chunk.length;
        }
        return reserveInNewChunk(bytes);
    }

    /** As {@link #reserve}, for a message that many clients get: it stands in little memory when nothing else waits. Engine thread. */
    public long reserveMessage(final int bytes) {
        if (tail == null && !broken && bytes <= ChunkPool.SMALL_CHUNK_BYTES) {
            return append(pool.takeSmall());
        }
        return reserve(bytes);
    }

    /** Adds the first {@code bytes} of the room reserved last to the stream. Engine thread. */
    public void advance(final int bytes) {
        tail.length += bytes;
        end += bytes;
    }

    /** Adds bytes of any length. Engine thread. */
    public void write(final long sourceAddress, final long length) {
        long from = sourceAddress;
        long left = length;
        while (left > 0) {
            int room = tail == null ? 0 : tail.capacity - tail.length;
            if (room == 0) {
                if (reserve((int) Math.min(left, ChunkPool.MAX_CHUNK_BYTES)) == 0) {
                    return;
                }
                room = tail.capacity - tail.length;
            }
            final int part = (int) Math.min(left, room);
            Memory.copy(from, tail.address + tail.length, part);
            advance(part);
            from += part;
            left -= part;
        }
    }

    /**
     * Lets the transport see all that was written; true when there is something that it has not sent yet. Engine thread.
     */
    public boolean publish() {
        return publish(end);
    }

    /** Lets the transport see what was written up to a position, and perhaps more; otherwise as {@link #publish()}. Engine thread. */
    public boolean publish(final long position) {
        if (position > published && !broken) {
            PUBLISHED.setRelease(this, position);
        }
        return (long) WRITTEN.getAcquire(this) != published;
    }

    /** Stream position behind the last byte, published or not. Engine thread. */
    public long end() {
        return end;
    }

    /** Bytes written by the engine that the socket has not taken yet. Engine thread. */
    public long pendingBytes() {
        return end - (long) WRITTEN.getAcquire(this);
    }

    /** Bytes of memory that the buffer holds. Engine thread. */
    public long heldBytes() {
        return held;
    }

    /** Bytes of the chunk that is written to, 0 when there is none. Engine thread. */
    public long lastChunkBytes() {
        return tail == null ? 0 : tail.capacity;
    }

    /** Bytes that have been written to that chunk. Engine thread. */
    public long lastChunkLength() {
        return tail == null ? 0 : tail.length;
    }

    /** How many chunks there are before the one that is written to. Engine thread. */
    public int chunksBefore() {
        return Math.max(0, chunks - 1);
    }

    /** The most bytes of memory that the buffer has held since this was asked last. Engine thread. */
    long takePeakBytes() {
        final long most = Math.max(peak, held);
        peak = held;
        return most;
    }

    /** The same, and it is not forgotten. Engine thread. */
    public long peakBytes() {
        return Math.max(peak, held);
    }

    /** Bytes that the socket has taken since the connection began. Engine thread. */
    public long takenBytes() {
        return (long) WRITTEN.getAcquire(this);
    }

    /** True when bytes were lost for want of memory; the connection cannot go on. */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Publishes nothing more, and keeps nothing more than there is room for, as if there were no memory: the connection is to be closed. Engine
     * thread.
     */
    public void abandon() {
        broken = true;
    }

    /** Takes back what was written since {@code position}, which must not have been published. Engine thread. */
    public void truncate(final long position) {
        while (tail != null && tail.start >= position && tail != head) {
            OutputChunk before = head;
            while (before.next != tail) {
                before = before.next;
            }
            give(tail);
            before.next = null;
            tail = before;
        }
        if (tail != null) {
            tail.length = (int) (position - tail.start);
        }
        end = position;
    }

    /** Frees what has been sent. Engine thread; costs little when nothing has. */
    public void reclaim() {
        final long sent = (long) WRITTEN.getAcquire(this);
        if (sent == end) {
            release();
            return;
        }
        while (head != tail && head.start + head.length < sent) {
            final OutputChunk done = head;
            head = done.next;
            give(done);
        }
    }

    /** Frees everything; only once the transport has let go of the connection. Engine thread. */
    public void release() {
        while (head != null) {
            final OutputChunk done = head;
            head = done.next;
            give(done);
        }
        tail = null;
    }

    /** True when published bytes wait to be sent. Transport thread. */
    public boolean hasUnsent() {
        return (long) PUBLISHED.getAcquire(this) != written;
    }

    /** Published bytes that wait to be sent. Transport thread. */
    public long unsentBytes() {
        return (long) PUBLISHED.getAcquire(this) - written;
    }

    /** Bytes sent since the connection began. Transport thread. */
    public long sentBytes() {
        return written;
    }

    /**
     * Writes published bytes until all are sent or the sink takes no more. Transport thread.
     *
     * @return true when everything published was sent.
     * @throws IOException
     *             from the sink; the connection is to be closed.
     */
    public boolean drain(final ReplySink sink) throws IOException {
        return drain(sink, Long.MAX_VALUE);
    }

    /**
     * As {@link #drain(ReplySink)}, but stops when so many bytes are sent.
     *
     * @param maxBytes
     *            more than 0.
     * @return true when everything published was sent.
     */
    public boolean drain(final ReplySink sink, final long maxBytes) throws IOException {
        final long end = (long) PUBLISHED.getAcquire(this);
        long position = written;
        final long target = end - position > maxBytes ? position + maxBytes : end;
        while (position != target) {
            if (position == restartedAt) {
                reading = first;
            } else if (position == reading.start + reading.length) {
                reading = reading.next;
            }
            final OutputChunk chunk = reading;
            final int from = (int) (position - chunk.start);
            final int to = (int) Math.min(chunk.length, target - chunk.start);
            final int sent = sink.write(chunk.window(from, to), chunk.address + from);
            position += sent;
            WRITTEN.setRelease(this, position);
            if (from + sent < to) {
                return false;
            }
        }
        return position == end;
    }

    private long reserveInNewChunk(final int bytes) {
        reclaim();
        if (tail != null && tail.capacity - tail.length >= bytes) {
            return tail.address + tail.length;
        }
        return append(broken ? null : pool.take(bytes));
    }

    /** Adds a chunk, null when there is no memory for one, and returns where it begins. */
    private long append(final OutputChunk chunk) {
        if (chunk == null) {
            broken = true;
            return 0;
        }
        chunk.start = end;
        chunks++;
        held += chunk.capacity;
        peak = Math.max(peak, held);
        if (tail == null) {
            head = chunk;
            first = chunk;
            restartedAt = end;
        } else {
            tail.next = chunk;
        }
        tail = chunk;
        return chunk.address;
    }

    private void give(final OutputChunk chunk) {
        chunks--;
        held -= chunk.capacity;
        pool.give(chunk);
    }
}
