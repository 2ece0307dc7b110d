package io.ringhold.engine.commands.hyperloglog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.ringhold.engine.commands.server.ConfigCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of HyperLogLogs: allocation, errors of estimates, and broken ones. */
class HyperLogLogTest {
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 500;
    private static final int SAMPLES = 40;
    private static final int ELEMENTS = 50_000;
    private static final int ELEMENTS_AT_ONCE = 250;

    @ParameterizedTest
    @ValueSource(strings = {"PFADD sparse a", "PFADD dense a b c", "PFCOUNT sparse", "PFCOUNT dense",
        "PFCOUNT sparse dense", "PFMERGE merged sparse"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    @Test
    void shouldHaveAStandardErrorOfLessThanAPercent() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        double squares = 0;
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new HyperLogLogCommands())) {
            for (int i = 0; i < SAMPLES; i++) {
                final String key = "k" + i;
                engine.execute("PFADD", key);
                engine.execute("PFDEBUG", "TODENSE", key);
                final String[] command = new String[2 + ELEMENTS_AT_ONCE];
                command[0] = "PFADD";
                command[1] = key;
                for (int k = 0; k < ELEMENTS; k += ELEMENTS_AT_ONCE) {
                    for (int n = 2; n < command.length; n++) {
                        command[n] = Long.toString(random.nextLong());
                    }
                    engine.execute(command);
                }
                final double error = (engine.integer("PFCOUNT", key) - ELEMENTS) / (double) ELEMENTS;
                squares += error * error;
            }
        }
        // 1.04 / sqrt(16384) is 0.0081; the root of the mean of so many squares stays well within half of it
        assertThat(Math.sqrt(squares / SAMPLES)).isBetween(0.0041, 0.0122);
    }

    @Test
    void shouldOutliveAnyBytesBehindTheMagic() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new HyperLogLogCommands())) {
            for (int i = 0; i < 10_000; i++) {
                final byte[] bytes = new byte[random.nextInt(4, 60)];
                random.nextBytes(bytes);
                System.arraycopy("HYLL\1".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, Math.min(5, bytes.length));
                if (random.nextInt(4) == 0 && bytes.length > 18) {
                    bytes[16] = 0x7f;
                    bytes[17] = (byte) (0xff - random.nextInt(3));
                }
                engine.execute("SET".getBytes(StandardCharsets.US_ASCII), "k".getBytes(StandardCharsets.US_ASCII),
                        bytes);
                for (final String command : new String[] {"PFADD k a b", "PFCOUNT k", "PFMERGE k k", "PFCOUNT k k",
                    "PFDEBUG DECODE k", "PFDEBUG GETREG k", "PFCOUNT k"}) {
                    engine.execute(command.split(" ", -1));
                }
            }
        }
    }

    @Test
    void shouldTurnDenseInTheMemoryThatTheCommandBeganWith() {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new HyperLogLogCommands())) {
            final Arena arena = engine.clientArena();
            engine.execute("PFADD", "other", "a");
            final StringBuilder command = new StringBuilder("PFADD k");
            for (int i = 0; i < 3_000; i++) {
                command.append(" element:").append(i);
            }
            try (PreparedRequest request = engine.prepare(command.toString())) {
                final long[] left = {arena.allocate(24_608, MemoryTag.SCRATCH),
                    arena.allocate(32_768, MemoryTag.SCRATCH)};
                final List<Long> taken = takeAll(arena, 1 << 20, 1 << 18, 1 << 16, 40_000, 32_768, 24_608, 16_384);
                for (final long block : left) {
                    arena.free(block);
                }
                engine.run(request);
                taken.forEach(arena::free);
            }
            assertThat(engine.execute("PFDEBUG", "ENCODING", "k")).isEqualTo("+dense\r\n");
        }
    }

    /** Takes blocks of some sizes, until there are none. */
    private static List<Long> takeAll(final Arena arena, final int... sizes) {
        final List<Long> taken = new ArrayList<>();
        for (final int bytes : sizes) {
            for (long block = arena.allocate(bytes, MemoryTag.SCRATCH); block != 0; block = arena.allocate(bytes,
                    MemoryTag.SCRATCH)) {
                taken.add(block);
            }
        }
        return taken;
    }

    @Test
    void shouldTurnDenseWhenRunsThatRedisDoesNotWriteHaveNoRoomToGrow() {
        try (EngineHarness engine = EngineHarness.of(new StringCommands(), new HyperLogLogCommands(),
                new ConfigCommands())) {
            assertThat(engine.execute("CONFIG", "SET", "hll-sparse-max-bytes", "40000")).isEqualTo("+OK\r\n");
            // registers that are 0, in runs of two bytes: so many single ones, four, and the others by threes
            final int single = 12_000;
            final ByteArrayOutputStream hll = new ByteArrayOutputStream();
            hll.writeBytes("HYLL\1".getBytes(StandardCharsets.US_ASCII));
            hll.writeBytes(new byte[HllDescriptor.HEADER_LENGTH - 5]);
            for (int i = 0; i < single; i++) {
                hll.writeBytes(new byte[] {0x40, 0});
            }
            hll.writeBytes(new byte[] {0x40, 3});
            for (int i = single + 4; i < HllDescriptor.REGISTERS; i += 3) {
                hll.writeBytes(new byte[] {0x40, 2});
            }
            engine.execute(latin("SET"), latin("k"), hll.toByteArray());
            // those of the second of three registers make a run longer
            final List<String> command = new ArrayList<>(List.of("PFADD", "k"));
            for (int i = 0; command.size() < 200; i++) {
                final int index = index(engine.clientArena(), "e" + i);
                if (index >= single + 4 && (index - single - 4) % 3 == 1) {
                    command.add("e" + i);
                }
            }
            assertThat(engine.integer(command.toArray(new String[0]))).isEqualTo(1);
            assertThat(engine.execute("PFDEBUG", "ENCODING", "k")).isEqualTo("+dense\r\n");
            assertThat(engine.integer("PFCOUNT", "k")).isBetween(150L, 200L);
        }
    }

    private static byte[] latin(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int index(final Arena arena, final String element) {
        final byte[] bytes = latin(element);
        final long block = arena.allocate(bytes.length, MemoryTag.SCRATCH);
        arena.putArray(block, bytes, 0, bytes.length);
        final long hash = HllHash.of(arena.address(block), bytes.length);
        arena.free(block);
        return HllHash.index(hash);
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new HyperLogLogCommands())) {
            engine.execute("PFADD", "sparse", "a", "b", "c", "d");
            for (int i = 0; i < 5_000; i++) {
                engine.execute("PFADD", "dense", "element:" + i);
            }
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
