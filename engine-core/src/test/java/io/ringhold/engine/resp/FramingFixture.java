package io.ringhold.engine.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.RequestFramer.Status;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.memory.Memory;

/** One connection's framer with its buffers, fed in pieces as a transport would. */
final class FramingFixture implements AutoCloseable {
    private static final int BUFFER_BYTES = 64;

    final Arena arena = Arena.reserve(ArenaOptions.of("framing-test", 1L << 30));
    final RequestLimits limits = new RequestLimits();
    final RequestFramer framer = new RequestFramer(limits);
    final List<List<String>> commands = new ArrayList<>();
    final List<Boolean> flags = new ArrayList<>();
    final List<String> wire = new ArrayList<>();
    String error;
    Status status = Status.READY;
    InputBuffer in = InputBuffer.create(arena, BUFFER_BYTES);
    private boolean unauthenticated;

    FramingFixture unauthenticated(final boolean yes) {
        unauthenticated = yes;
        return this;
    }

    /** Receives bytes; complete commands are taken out, the tail moves to a fresh buffer, when {@code publish}. */
    void receive(final byte[] bytes, final int from, final int length, final boolean publish) {
        int done = 0;
        while (done < length && status == Status.READY) {
            final ByteBuffer room = in.room(framer.wantedBytes());
            final int part = Math.min(room.remaining(), length - done);
            room.put(bytes, from + done, part);
            in.received(part);
            done += part;
            frame(publish);
        }
    }

    void receive(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        receive(bytes, 0, bytes.length, true);
    }

    void frame(final boolean publish) {
        status = framer.frame(in, unauthenticated, false);
        if (publish && in.commands() != 0 || status == Status.BROKEN) {
            publish();
        }
    }

    void publish() {
        in.seal();
        final RequestBatch batch = in.batch();
        int count = 0;
        for (int frame = 0; frame < batch.end(); frame = batch.nextFrame(frame)) {
            take(batch, frame);
            count++;
        }
        if (count != batch.commandCount()) {
            throw new AssertionError(count + " frames, but " + batch.commandCount() + " commands");
        }
        error = batch.protocolError();
        final InputBuffer fresh = InputBuffer.create(arena, BUFFER_BYTES);
        if (!framer.moveTail(in, fresh)) {
            throw new AssertionError("no memory");
        }
        in.free();
        in = fresh;
    }

    private void take(final RequestBatch batch, final int frame) {
        final List<String> arguments = new ArrayList<>();
        for (int i = 0; i < batch.argumentCount(frame); i++) {
            arguments.add(text(batch.argumentAddress(frame, i), batch.argumentLength(frame, i)));
        }
        commands.add(arguments);
        flags.add(batch.isInline(frame));
        wire.add(text(batch.frameAddress(frame), batch.frameLength(frame)));
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        in.free();
        arena.close();
    }
}
