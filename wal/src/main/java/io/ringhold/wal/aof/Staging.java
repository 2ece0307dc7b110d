package io.ringhold.wal.aof;

import java.lang.invoke.VarHandle;
import java.util.Objects;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Holds appended bytes in memory: while no slice of the file is ready for them, and always under {@link FsyncPolicy#ALWAYS}, where the end of the
 * file is being forced most of the time, and a store into it would wait for that. The engine adds at the end and frees
 * what is drained; the agent copies from the front into the file, strictly forward, so that the death of the process at
 * any moment leaves a prefix.
 *
 * <pre>
 *   file ...[slice, full]      chunk --&gt; chunk --&gt; chunk
 *                              ^drained                ^staged
 *                              agent                   engine
 * </pre>
 */
final class Staging {
    /** Bytes that follow each other in memory; full before the next one begins. */
    private static final class Chunk {
        final long offset;
        final long address;
        final long start;
        final long end;
        Chunk next;

        Chunk(final long offset, final long address, final long start, final long capacity) {
            this.offset = offset;
            this.address = address;
            this.start = start;
            this.end = start + capacity;
        }
    }

    private static final long CHUNK_BYTES = 1 << 20;

    private final Arena arena;
    private final LogProgress progress;
    // engine; the agent reads head and the links behind an acquire of staged
    private Chunk head;
    private Chunk tail;
    private long end;
    // agent: the last two cuts; when nothing was appended between them, what follows is the first that goes past either
    private LogCut cut;
    private LogCut cutBefore;

    Staging(final Arena arena, final LogProgress progress) {
        this.arena = arena;
        this.progress = progress;
    }

    /** True when appends go here. Engine. */
    boolean isActive() {
        return head != null;
    }

    /** Makes this the place where appends go. Engine. */
    void begin(final LogSegment segment, final long position) {
        end = position;
        progress.publishDrained(segment, position);
    }

    /**
     * Keeps a copy of the bytes.
     *
     * @throws IllegalStateException
     *             when there is no memory: the command has been executed but can be neither kept nor undone.
     */
    void append(final long address, final int length) {
        freeDrained();
        long room = tail == null ? 0 : tail.end - end;
        long done = 0;
        if (room < length) {
            final Chunk added = allocate(length - room, tail == null ? end : tail.end);
            if (tail == null) {
                head = added;
                tail = added;
                room = added.end - end;
            } else {
                Memory.copy(address, tail.address + (end - tail.start), room);
                done = room;
                tail.next = added;
                tail = added;
            }
        }
        final long at = end + done;
        Memory.copy(address + done, tail.address + (at - tail.start), length - done);
        end += length;
        progress.publishStaged(end);
    }

    /** Ends staging when the agent has put everything into the file. Engine. */
    boolean leave() {
        if (progress.drained() != end) {
            return false;
        }
        discard();
        return true;
    }

    /** Forgets what is staged, whether it is in the file or not; after the agent's end, or when it has drained all. Engine. */
    void discard() {
        for (Chunk chunk = head; chunk != null; chunk = chunk.next) {
            arena.free(chunk.offset);
        }
        head = null;
        tail = null;
    }

    /** Copies into the file what there is room for. Agent; returns bytes copied. */
    long drain() {
        final long to = progress.staged();
        noticeCut(); // behind the look at what is staged: bytes behind a cut are seen with it only
        final long from = progress.drained();
        if (from >= to) {
            return 0;
        }
        LogSegment segment = progress.drainSegment;
        Chunk chunk = head;
        long at = from;
        while (at < to) {
            if (isAt(cutBefore, at)) {
                segment = cutBefore.first();
            }
            if (isAt(cut, at)) {
                segment = cut.first();
            } else if (at == segment.end()) {
                final LogSegment following = segment.next;
                if (following == null) {
                    break;
                }
                segment = following;
            }
            while (chunk.end <= at) {
                chunk = chunk.next;
            }
            long stop = Math.min(Math.min(to, chunk.end), segment.end());
            if (cut != null && at < cut.position()) {
                stop = Math.min(stop, cut.position());
            }
            final long part = stop - at;
            copyForward(chunk.address + (at - chunk.start), segment.address(at), part);
            at += part;
        }
        if (at > from) {
            progress.publishDrained(segment, at);
        }
        return at - from;
    }

    /** Called in each duty cycle, of which there are several between two cuts. */
    private void noticeCut() {
        final LogCut newest = progress.lastCut;
        if (!Objects.equals(newest, cut)) {
            cutBefore = cut;
            cut = newest;
        }
    }

    private static boolean isAt(final LogCut cut, final long position) {
        return cut != null && cut.position() == position;
    }

    private static void copyForward(final long from, final long to, final long length) {
        long i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            Memory.putLong(to + i, Memory.getLong(from + i));
            VarHandle.releaseFence();
        }
        for (; i < length; i++) {
            Memory.putByte(to + i, Memory.getByte(from + i));
            VarHandle.releaseFence();
        }
    }

    private void freeDrained() {
        final long drained = progress.drained();
        while (head != tail && head.end <= drained) {
            final Chunk done = head;
            head = done.next;
            arena.free(done.offset);
        }
    }

    private Chunk allocate(final long atLeast, final long start) {
        final long capacity = Math.max(atLeast, CHUNK_BYTES);
        final long offset = arena.allocate(capacity, MemoryTag.LOG);
        if (offset == 0) {
            throw new IllegalStateException(
                    "no memory to keep " + atLeast + " bytes of the append only file, which the disk "
                            + "does not take (" + progress.waiting() + " bytes wait already)");
        }
        return new Chunk(offset, arena.address(offset), start, capacity);
    }
}
