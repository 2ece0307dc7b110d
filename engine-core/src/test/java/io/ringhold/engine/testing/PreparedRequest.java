package io.ringhold.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * One command as a transport leaves it: its RESP bytes, and the frame that says where the arguments are. Not
 * thread-safe.
 */
public final class PreparedRequest implements AutoCloseable {
    private final Arena arena;
    private final RequestBatch batch = new RequestBatch();
    private final long bytesBlock;
    private final long indexBlock;

    PreparedRequest(final Arena arena, final byte[]... arguments) {
        this.arena = arena;
        final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        final int[] starts = new int[arguments.length];
        line(wire, "*" + arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            line(wire, "$" + arguments[i].length);
            starts[i] = wire.size();
            wire.writeBytes(arguments[i]);
            line(wire, "");
        }
        bytesBlock = arena.allocate(wire.size(), MemoryTag.CLIENT_INPUT);
        arena.putArray(bytesBlock, wire.toByteArray(), 0, wire.size());
        final int indexBytes = FrameDescriptor.HEADER_LENGTH + arguments.length * FrameDescriptor.ARGUMENT_LENGTH;
        indexBlock = arena.allocate(indexBytes, MemoryTag.CLIENT_INPUT);
        final long frame = arena.address(indexBlock);
        Memory.putInt(frame + FrameDescriptor.COUNT_OFFSET, arguments.length);
        Memory.putInt(frame + FrameDescriptor.START_OFFSET, 0);
        Memory.putInt(frame + FrameDescriptor.LENGTH_OFFSET, wire.size());
        Memory.putInt(frame + FrameDescriptor.FLAGS_OFFSET, 0);
        for (int i = 0; i < arguments.length; i++) {
            final long argument = frame + FrameDescriptor.HEADER_LENGTH + (long) i * FrameDescriptor.ARGUMENT_LENGTH;
            Memory.putInt(argument + FrameDescriptor.ARGUMENT_START_OFFSET, starts[i]);
            Memory.putInt(argument + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, arguments[i].length);
        }
        batch.bytes(arena.address(bytesBlock));
        batch.index(frame, indexBytes, 1);
    }

    /** Latin-1 text as a command's arguments. */
    static byte[][] bytes(final String... arguments) {
        final byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return bytes;
    }

    private static void line(final ByteArrayOutputStream wire, final String text) {
        wire.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Its only command. */
    public RequestBatch batch() {
        return batch;
    }

    @Override
    public void close() {
        arena.free(bytesBlock);
        arena.free(indexBlock);
    }
}
