package io.ringhold.engine.command;

import java.util.List;

import io.ringhold.engine.testing.RecordingLog;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EffectWriterTest {
    private static final long PAGE = ArenaDescriptor.PAGE_LENGTH;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 4L << 20));
    private final RecordingLog log = new RecordingLog();
    private final EffectWriter effects = new EffectWriter(arena);
    /** Of the 62 pages of 64 KiB that there are for blocks it has 40. */
    private final long value = arena.allocate(40 * PAGE, MemoryTag.STRINGS);

    @BeforeEach
    void fill() {
        arena.fill(value, 40 * PAGE, (byte) 'v');
        effects.log(log);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private void takeAll() {
        for (long bytes = PAGE; bytes >= Long.BYTES; bytes /= 2) {
            while (arena.allocate(bytes, MemoryTag.STRINGS) != 0) {
                // until there is none
            }
        }
    }

    @Test
    void shouldEncodeWhatWasDoneWhenThereIsNoMemoryForASpare() {
        final int length = 18 * ArenaDescriptor.PAGE_LENGTH;

        effects.begin(2).word("ECHO").bytes(arena.address(value), length).end();

        final List<List<String>> logged = log.take();
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst().getFirst()).isEqualTo("ECHO");
        assertThat(logged.getFirst().getLast()).isEqualTo("v".repeat(length));
        assertThat(arena.usedBytes(MemoryTag.SCRATCH)).as("a large buffer is not kept").isLessThan(PAGE);
    }

    @Test
    void shouldKeepWhatACommandReservesUntilItIsReleased() {
        final int length = 18 * ArenaDescriptor.PAGE_LENGTH;
        assertThat(effects.reserve(length, 2)).isTrue();
        takeAll();

        effects.begin(1).word("PING").end();
        effects.begin(2).word("ECHO").bytes(arena.address(value), length).end();
        effects.begin(2).word("ECHO").bytes(arena.address(value), length).end();

        assertThat(log.take()).hasSize(3);
        effects.release();
        assertThat(arena.usedBytes(MemoryTag.SCRATCH)).as("a large buffer is not kept").isLessThan(PAGE);
    }

    @Test
    void shouldLogTheEndOfAKeyWithoutAnyMemory() {
        takeAll();

        effects.begin(2).word("DEL").bytes(arena.address(value), 2_000).end();

        assertThat(log.take()).containsExactly(List.of("DEL", "v".repeat(2_000)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 2_000})
    void shouldCountArgumentsAtTheEnd(final int members) {
        effects.begin().word("SREM").word("k");
        for (int i = 0; i < members; i++) {
            assertThat(effects.canTake(1)).isTrue();
            effects.bytes(arena.address(value), 1);
        }
        effects.end(2 + members);

        assertThat(log.take()).singleElement().asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .startsWith("SREM", "k", "v").hasSize(2 + members);
    }

    @Test
    void shouldNotTakeAnArgumentThatThereIsNoMemoryFor() {
        takeAll();
        effects.begin().word("SREM").word("k");

        assertThat(effects.canTake(PAGE)).isFalse();
        assertThat(effects.canTake(100)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsTooLongForTheLog() {
        try (Arena roomy = Arena.reserve(ArenaOptions.of("roomy", 4L << 30))) {
            assertThat(new EffectWriter(roomy).reserve(Integer.MAX_VALUE - 5_000, 1)).isFalse();
        }
    }

    @Test
    void shouldFailWhenThereIsNoMemoryForWhatWasDone() {
        final EffectWriter begun = effects.begin(2).word("ECHO");

        assertThatThrownBy(() -> begun.bytes(arena.address(value), 30 * PAGE))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("no memory to log");
    }
}
