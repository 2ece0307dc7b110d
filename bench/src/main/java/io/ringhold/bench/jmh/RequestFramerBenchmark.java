package io.ringhold.bench.jmh;

import java.io.ByteArrayOutputStream;

import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.engine.resp.RequestFramer;
import io.ringhold.engine.resp.RequestFramer.Status;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Finding commands and arguments in the bytes of a read; per command. */
public class RequestFramerBenchmark extends MicroBenchmark {
    private static final int CAPACITY = 16 * 1024;

    @Param({"GET", "SET"})
    private String command;

    private final RequestFramer framer = new RequestFramer(new RequestLimits());
    private Arena arena;
    private InputBuffer one;
    private InputBuffer sixteen;
    private InputBuffer sixtyFour;
    private int oneBytes;

    @Setup
    public void fill() {
        arena = Arena.reserve(ArenaOptions.of("bench", 64L << 20));
        one = pipeline(1);
        sixteen = pipeline(16);
        sixtyFour = pipeline(64);
        oneBytes = one.filled();
    }

    private InputBuffer pipeline(final int commands) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < commands; i++) {
            bytes.writeBytes(Wire.command(command, i));
        }
        final InputBuffer buffer = InputBuffer.create(arena, CAPACITY);
        buffer.room(bytes.size()).put(bytes.toByteArray());
        buffer.received(bytes.size());
        return buffer;
    }

    @TearDown
    public void release() {
        arena.close();
    }

    /** One command in a read. */
    @Benchmark
    public int frame1() {
        return frame(one, oneBytes);
    }

    /** 16 commands in a read. */
    @Benchmark
    @OperationsPerInvocation(16)
    public int frame16() {
        return frame(sixteen, oneBytes * 16);
    }

    /** 64 commands in a read. */
    @Benchmark
    @OperationsPerInvocation(64)
    public int frame64() {
        return frame(sixtyFour, oneBytes * 64);
    }

    private int frame(final InputBuffer in, final int bytes) {
        in.clear();
        in.received(bytes); // they are there still: all commands are of the same length, nothing is read anew
        framer.restart();
        if (framer.frame(in, false, false) != Status.READY) {
            throw new IllegalStateException("not framed: " + in.batch().protocolError());
        }
        in.seal();
        return in.commands();
    }
}
