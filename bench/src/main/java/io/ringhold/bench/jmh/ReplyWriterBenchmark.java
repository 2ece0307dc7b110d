package io.ringhold.bench.jmh;

import java.io.IOException;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Encoding replies into a connection's output, 64 of them before they are published and drained; per reply. */
public class ReplyWriterBenchmark extends MicroBenchmark {
    private static final int REPLIES = 64;
    private static final int MAX_VALUE_BYTES = 4096;

    private final ReplyWriter reply = new ReplyWriter();
    private Arena arena;
    private Session session;
    private long value;

    @Setup
    public void open() {
        arena = Arena.reserve(ArenaOptions.of("bench", 64L << 20));
        final long block = arena.allocate(MAX_VALUE_BYTES, MemoryTag.SCRATCH);
        arena.fill(block, MAX_VALUE_BYTES, (byte) 'v');
        value = arena.address(block);
        session = new Session(1, ignored -> {}, null, new SessionAddress("", "", 0, false),
                new OutputBuffer(new ChunkPool(arena)), 0);
    }

    @TearDown
    public void release() {
        arena.close();
    }

    /** +OK. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long ok() throws IOException {
        reply.begin(session);
        for (int i = 0; i < REPLIES; i++) {
            reply.ok();
        }
        return send();
    }

    /** Integers of up to 7 digits. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long integer() throws IOException {
        reply.begin(session);
        for (int i = 0; i < REPLIES; i++) {
            reply.integer(i * 77_777L);
        }
        return send();
    }

    /** The null of a key that is not there. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long nullBulk() throws IOException {
        reply.begin(session);
        for (int i = 0; i < REPLIES; i++) {
            reply.nullBulk();
        }
        return send();
    }

    /** Values of 8 bytes. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long bulk8() throws IOException {
        return bulks(8);
    }

    /** Values of 64 bytes. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long bulk64() throws IOException {
        return bulks(64);
    }

    /** Values of 1 KiB. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public long bulk1024() throws IOException {
        return bulks(1024);
    }

    private long bulks(final int bytes) throws IOException {
        reply.begin(session);
        for (int i = 0; i < REPLIES; i++) {
            reply.bulk(value, bytes);
        }
        return send();
    }

    private long send() throws IOException {
        session.output().publish();
        session.output().drain((bytes, address) -> bytes.remaining());
        session.output().reclaim();
        return session.output().end();
    }
}
