package io.ringhold.bench.jmh;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Many framed commands one behind the other, cut into batches of any size: what a transport would have read and framed. Not
 * thread-safe.
 */
final class Requests {
    private final Arena arena;
    private final long bytes;
    private final long index;
    private final int frameBytes;
    private final int count;

    private Requests(final Arena arena, final long bytes, final long index, final int frameBytes, final int count) {
        this.arena = arena;
        this.bytes = bytes;
        this.index = index;
        this.frameBytes = frameBytes;
        this.count = count;
    }

    /** So many GETs or SETs, of keys in the set's order. */
    static Requests of(final Arena arena, final String command, final KeySet keys, final int count) {
        final byte[] sample = Wire.command(command, 0);
        final int arguments = command.equals("GET") ? 2 : 3;
        final int frameBytes = FrameDescriptor.HEADER_LENGTH + arguments * FrameDescriptor.ARGUMENT_LENGTH;
        final long bytes = arena.allocate((long) sample.length * count, MemoryTag.CLIENT_INPUT);
        final long index = arena.allocate((long) frameBytes * count, MemoryTag.CLIENT_INPUT);
        final Requests requests = new Requests(arena, bytes, index, frameBytes, count);
        for (int i = 0; i < count; i++) {
            requests.put(i, Wire.command(command, keys.next()), arguments);
        }
        return requests;
    }

    private void put(final int number, final byte[] wire, final int arguments) {
        final int start = number * wire.length;
        arena.putArray(bytes + start, wire, 0, wire.length);
        final long frame = arena.address(index) + (long) number * frameBytes;
        Memory.putInt(frame + FrameDescriptor.COUNT_OFFSET, arguments);
        Memory.putInt(frame + FrameDescriptor.START_OFFSET, start);
        Memory.putInt(frame + FrameDescriptor.LENGTH_OFFSET, wire.length);
        Memory.putInt(frame + FrameDescriptor.FLAGS_OFFSET, 0);
        final int[] lengths = {3, KeySet.KEY_BYTES, KeySet.VALUE_BYTES};
        int at = start + 4;
        for (int i = 0; i < arguments; i++) {
            at += lengths[i] < 10 ? 4 : 5; // $n\r\n
            final long argument = frame + FrameDescriptor.HEADER_LENGTH + (long) i * FrameDescriptor.ARGUMENT_LENGTH;
            Memory.putInt(argument + FrameDescriptor.ARGUMENT_START_OFFSET, at);
            Memory.putInt(argument + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, lengths[i]);
            at += lengths[i] + 2;
        }
    }

    /** All of them, in batches of so many. */
    RequestBatch[] batches(final int commands) {
        final RequestBatch[] batches = new RequestBatch[count / commands];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new RequestBatch();
            batches[i].bytes(arena.address(bytes));
            batches[i].index(arena.address(index) + (long) i * commands * frameBytes, commands * frameBytes, commands);
        }
        return batches;
    }
}
