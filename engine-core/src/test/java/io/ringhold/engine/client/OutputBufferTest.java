package io.ringhold.engine.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputBufferTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final OutputBuffer buffer = new OutputBuffer(new ChunkPool(arena));

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldSendNothingThatWasNotPublished() throws IOException {
        final Sink sink = new Sink(Integer.MAX_VALUE);
        put("one");
        assertThat(buffer.drain(sink)).isTrue();
        assertThat(sink.text()).isEmpty();

        buffer.publish();
        put("two");
        assertThat(buffer.drain(sink)).isTrue();
        assertThat(sink.text()).isEqualTo("one");
        assertThat(buffer.pendingBytes()).isEqualTo(3);
    }

    @Test
    void shouldUseTheSameChunkAgainWhenAllWasSent() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            buffer.reclaim();
            put("reply " + i);
            buffer.publish();
            assertThat(buffer.drain(new Sink(Integer.MAX_VALUE))).isTrue();
        }
        assertThat(arena.blockCount(MemoryTag.CLIENT_OUTPUT)).isEqualTo(1);
    }

    @Test
    void shouldKeepAMessageInLittleMemoryWhenNothingElseWaits() throws IOException {
        message("one;");
        assertThat(buffer.heldBytes()).isEqualTo(ChunkPool.SMALL_CHUNK_BYTES);
        for (int i = 0; i < 500; i++) {
            message("another;");
        }
        put("a reply;");
        buffer.publish();
        assertThat(buffer.heldBytes()).isEqualTo(ChunkPool.SMALL_CHUNK_BYTES + ChunkPool.STANDARD_CHUNK_BYTES);
        final Sink sink = new Sink(100);
        while (!buffer.drain(sink)) {
            buffer.reclaim();
        }
        assertThat(sink.text()).isEqualTo("one;" + "another;".repeat(500) + "a reply;");
        buffer.reclaim();
        message("x".repeat(ChunkPool.SMALL_CHUNK_BYTES + 1));
        assertThat(buffer.heldBytes()).isEqualTo(ChunkPool.STANDARD_CHUNK_BYTES);
    }

    private void message(final String text) {
        final long at = buffer.reserveMessage(text.length());
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(at + i, (byte) text.charAt(i));
        }
        buffer.advance(text.length());
    }

    @Test
    void shouldDropAllWhenItIsNowhere() {
        final OutputBuffer nowhere = OutputBuffer.nowhere();
        assertThat(nowhere.reserve(10)).isZero();
        assertThat(nowhere.reserveMessage(10)).isZero();
        nowhere.write(arena.address(arena.allocate(100, MemoryTag.SCRATCH)), 100);
        assertThat(nowhere.end()).isZero();
        assertThat(nowhere.heldBytes()).isZero();
    }

    @Test
    void shouldSendNoMoreThanAskedForAtATime() throws IOException {
        for (int i = 0; i < 5000; i++) {
            put("reply " + i + ";");
        }
        buffer.publish();
        final long all = buffer.end();
        final Sink sink = new Sink(Integer.MAX_VALUE);
        long sent = 0;
        while (sent + 777 < all) {
            assertThat(buffer.drain(sink, 777)).isFalse();
            sent += 777;
            assertThat(buffer.sentBytes()).isEqualTo(sent);
            assertThat(buffer.unsentBytes()).isEqualTo(all - sent);
        }
        assertThat(buffer.drain(sink, 777)).isTrue();
        assertThat(buffer.hasUnsent()).isFalse();
        assertThat(sink.text()).startsWith("reply 0;reply 1;").endsWith(";reply 4999;").hasSize((int) all);
    }

    @Test
    void shouldTakeBackWhatWasNotPublished() throws IOException {
        put("kept");
        final long end = buffer.end();
        final byte[] large = new byte[100_000];
        for (int i = 0; i < large.length; i += 1000) {
            put(new String(large, i, 1000, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        buffer.truncate(end);
        put(" too");
        buffer.publish();
        final Sink sink = new Sink(Integer.MAX_VALUE);
        buffer.drain(sink);
        assertThat(sink.text()).isEqualTo("kept too");
    }

    @Test
    void shouldBreakRatherThanFailWhenThereIsNoMemory() {
        try (Arena small = Arena.reserve(ArenaOptions.of("small", 1L << 24).withLimitBytes(2 << 20))) {
            final OutputBuffer output = new OutputBuffer(new ChunkPool(small));
            final long block = small.allocate(4096, MemoryTag.SCRATCH);
            for (int i = 0; i < 10_000 && !output.isBroken(); i++) {
                output.write(small.address(block), 4096);
            }
            assertThat(output.isBroken()).isTrue();
            assertThat(output.reserve(10_000_000)).isZero();
            output.release();
            assertThat(small.blockCount(MemoryTag.CLIENT_OUTPUT)).isLessThanOrEqualTo(256);
        }
    }

    @Test
    void shouldShowNothingMoreOnceItIsBroken() throws IOException {
        put("sent");
        buffer.publish();
        put("lost");
        buffer.abandon();
        buffer.publish();
        final Sink sink = new Sink(Integer.MAX_VALUE);
        assertThat(buffer.drain(sink)).isTrue();
        assertThat(sink.text()).isEqualTo("sent");
    }

    @Test
    void shouldKeepTheStreamInOrderBetweenTwoThreads() throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("OutputBufferTest seed " + seed);
        final long total = 8_000_000;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread transport = new Thread(() -> {
            final Random random = new Random(seed + 1);
            final CheckingSink sink = new CheckingSink(random);
            try {
                while (sink.position < total) {
                    buffer.drain(sink);
                }
            } catch (final Throwable e) {
                failure.set(e);
            }
        });
        transport.start();
        final Random random = new Random(seed);
        long position = 0;
        while (position < total && failure.get() == null) {
            final int length = (int) Math.min(total - position,
                    1 + random.nextInt(random.nextInt(10) == 0 ? 40_000 : 200));
            final long at = buffer.reserve(length);
            for (int i = 0; i < length; i++) {
                Memory.putByte(at + i, CheckingSink.expected(position + i));
            }
            buffer.advance(length);
            position += length;
            if (random.nextInt(3) == 0) {
                buffer.publish();
            }
            if (random.nextInt(3) == 0) {
                buffer.reclaim();
            }
            while (buffer.pendingBytes() > 1_000_000 && transport.isAlive()) {
                buffer.publish();
                Thread.onSpinWait();
            }
        }
        buffer.publish();
        transport.join();
        assertThat(failure.get()).isNull();
        assertThat(buffer.pendingBytes()).isZero();
        buffer.reclaim();
        assertThat(buffer.heldBytes()).isZero();
    }

    private void put(final String text) {
        final long at = buffer.reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(at + i, (byte) text.charAt(i));
        }
        buffer.advance(text.length());
    }

    /** Takes everything, at most so many bytes a call. */
    private static final class Sink implements ReplySink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int atOnce;

        Sink(final int atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public int write(final ByteBuffer source, final long address) {
            final int count = Math.min(atOnce, source.remaining());
            for (int i = 0; i < count; i++) {
                bytes.write(source.get());
            }
            return count;
        }

        String text() {
            return bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
        }

    }

    /** Checks each byte against what its position in the stream demands; takes parts at random. */
    private static final class CheckingSink implements ReplySink {
        private final Random random;
        private volatile long position;

        CheckingSink(final Random random) {
            this.random = random;
        }

        static byte expected(final long position) {
            return (byte) (position * 31 + (position >>> 8));
        }

        @Override
        public int write(final ByteBuffer source, final long address) {
            final int count = random.nextInt(4) == 0 ? random.nextInt(source.remaining() + 1) : source.remaining();
            final long from = position;
            for (int i = 0; i < count; i++) {
                final byte found = source.get();
                if (found != expected(from + i)) {
                    throw new AssertionError("wrong byte at " + (from + i));
                }
            }
            position = from + count;
            return count;
        }

    }
}
