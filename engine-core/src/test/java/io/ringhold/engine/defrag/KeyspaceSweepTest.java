package io.ringhold.engine.defrag;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two engines execute the same commands; in one of them blocks are moved in between. Run one again with {@code -Dringhold.seed=N}. Bounds checks
 * are on: a reference to where a block was before is an error at its first use.
 */
class KeyspaceSweepTest {
    private static final int ROUNDS = 60;
    private static final int COMMANDS_PER_ROUND = 150;
    private static final int BALLAST_BLOCKS = 3_000;
    private static final MemoryTag[] TAGS = {MemoryTag.KEYS, MemoryTag.STRINGS, MemoryTag.LISTPACKS, MemoryTag.DICT,
        MemoryTag.SKIPLIST, MemoryTag.STREAM};

    private final long seed = Long.getLong("ringhold.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final EngineHarness still = harness();
    private final EngineHarness moving = harness();
    private final RandomTraffic traffic = new RandomTraffic(random);
    private final List<long[]> ballast = new ArrayList<>();
    private final KeyspaceSweep sweep = new KeyspaceSweep(moving.engine().keyspace());

    private static EngineHarness harness() {
        final EngineHarness harness = EngineHarness.withDataBytes(512L << 20,
                AllCommands.groups(() -> 1_000_000).toArray(new CommandGroupHandlers[0]));
        harness.engine().keyspace().lists().compressDepth(1);
        return harness;
    }

    @AfterEach
    void close() {
        still.close();
        moving.close();
    }

    @Test
    void shouldChangeNothingThatCommandsCanSee() {
        System.out.println("KeyspaceSweepTest: -Dringhold.seed=" + seed);
        final long before = moving.dataArena().evacuation().movedBlocks();
        for (int round = 0; round < ROUNDS; round++) {
            loadBallast();
            runCommands(COMMANDS_PER_ROUND, false);
            dropBallast();
            beginPass();
            runCommands(COMMANDS_PER_ROUND, true);
            while (sweep.step(1 + random.nextInt(50))) {
                // to the end
            }
            while (moving.dataArena().evacuation().endSome(5)) {
                // to the end
            }
            assertSame();
        }
        assertThat(moving.dataArena().evacuation().movedBlocks() - before).isGreaterThan(2_000);
        both("FLUSHALL");
        assertSame();
    }

    @Test
    void shouldEmptyEverySpanThatIsChosen() {
        System.out.println("KeyspaceSweepTest: -Dringhold.seed=" + seed);
        for (int i = 0; i < 20_000; i++) {
            addSmallValues(i);
        }
        addLargeValues();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(10) != 0) {
                both("DEL", "s" + i, "raw" + i, "l" + i, "set" + i, "h" + i, "z" + i, "x" + i);
            }
        }
        thinOutLargeValues();
        settle();
        final long fragmentedBefore = moving.dataArena().fragmentedBytes();
        beginPass();
        assertThat(moving.dataArena().evacuation().chosenSpans()).isGreaterThan(20);
        while (sweep.step(1000)) {
            // to the end
        }
        assertThat(moving.dataArena().evacuation().remainingSpans()).isZero();
        assertSame();
        moving.dataArena().decommit(Long.MAX_VALUE);
        assertThat(moving.dataArena().fragmentedBytes()).isLessThan(fragmentedBefore / 2);
        assertThat(sweep.keyHits()).isPositive();
    }

    private void addSmallValues(final int i) {
        both("SET", "s" + i, "v".repeat(random.nextInt(100)));
        if (i % 10 == 0) {
            both("SET", "raw" + i, "v".repeat(1025 + random.nextInt(100)), "PX", "1000000");
            both("RPUSH", "l" + i, "a".repeat(random.nextInt(100)), "b");
            both("SADD", "set" + i, "1", "2");
            both("HSET", "h" + i, "f", "v", "g", "w".repeat(random.nextInt(60)));
            both("ZADD", "z" + i, "1", "a", "2", "b");
            both("XADD", "x" + i, "1-1", "f", "v".repeat(random.nextInt(40)));
        }
    }

    private void addLargeValues() {
        both("XADD", "stream", "1-1", "f", "v");
        both("XGROUP", "CREATE", "stream", "g", "0");
        both("XGROUP", "CREATE", "stream", "other", "0");
        for (int i = 0; i < 30_000; i++) {
            both("RPUSH", "list", "element:" + "x".repeat(random.nextInt(50)) + i);
            both("SADD", "set", "m" + i);
            both("HSET", "hash", "f" + i, "v".repeat(random.nextInt(60)));
            both("ZADD", "zset", String.valueOf(random.nextInt(1000)), "m" + i);
            both("XADD", "stream", i + 2 + "-1", "f", "v".repeat(random.nextInt(60)));
            if (i % 4 == 0) {
                both("HPEXPIRE", "hash", "1000000", "FIELDS", "1", "f" + i);
            }
            if (i % 100 == 0) {
                both("XREADGROUP", "GROUP", "g", "c" + i % 700, "COUNT", "100", "STREAMS", "stream", ">");
                both("XREADGROUP", "GROUP", "other", "c", "COUNT", "1", "STREAMS", "stream", ">");
            }
        }
    }

    private void thinOutLargeValues() {
        for (int i = 0; i < 30_000; i++) {
            if (random.nextInt(10) != 0) {
                both("SREM", "set", "m" + i);
                both("HDEL", "hash", "f" + i);
                both("ZREM", "zset", "m" + i);
                both("XACK", "stream", "g", i + 2 + "-1");
            }
        }
        both("LTRIM", "list", "1000", "4000");
        both("XTRIM", "stream", "MAXLEN", "3000");
    }

    private void beginPass() {
        final Arena arena = moving.dataArena();
        arena.evacuation().begin();
        while (arena.evacuation().planSome(1 + random.nextInt(50))) {
            // to the end
        }
        sweep.begin();
    }

    private void runCommands(final int commands, final boolean withSteps) {
        for (int i = 0; i < commands; i++) {
            both(traffic.next());
            if (withSteps && random.nextInt(3) == 0) {
                sweep.step(1 + random.nextInt(20));
            }
            if (random.nextInt(20) == 0) {
                final long ms = random.nextInt(300);
                still.advanceMs(ms);
                moving.advanceMs(ms);
            }
        }
    }

    private void both(final String... command) {
        final String expected = still.execute(command);
        final String actual = moving.execute(command);
        if (!actual.equals(expected)) {
            assertThat(actual).as("%s", String.join(" ", command)).isEqualTo(expected);
        }
    }

    private void settle() {
        still.freeAll();
        moving.freeAll();
    }

    private void assertSame() {
        settle();
        assertThat(moving.execute("DEBUG", "DIGEST")).isEqualTo(still.execute("DEBUG", "DIGEST"));
        RandomTraffic.reads().forEach(this::both);
        settle();
        for (final MemoryTag tag : MemoryTag.values()) {
            if (tag != MemoryTag.METADATA) {
                assertThat(moving.dataArena().usedBytes(tag)).as("%s", tag).isEqualTo(still.dataArena().usedBytes(tag));
                assertThat(moving.dataArena().blockCount(tag)).as("%s", tag)
                        .isEqualTo(still.dataArena().blockCount(tag));
            }
        }
    }

    /** Blocks between those of the data, so that its spans are sparse when these have gone. */
    private void loadBallast() {
        for (int i = 0; i < BALLAST_BLOCKS; i++) {
            final long bytes = random.nextInt(10) == 0 ? random.nextInt(10_000) : random.nextInt(700);
            final MemoryTag tag = TAGS[random.nextInt(TAGS.length)];
            ballast.add(new long[] {still.dataArena().allocate(bytes, tag), moving.dataArena().allocate(bytes, tag)});
            if (i % 20 == 0) {
                both(traffic.next());
            }
        }
    }

    private void dropBallast() {
        ballast.removeIf(blocks -> {
            if (random.nextInt(50) == 0) {
                return false;
            }
            still.dataArena().free(blocks[0]);
            moving.dataArena().free(blocks[1]);
            return true;
        });
    }
}
