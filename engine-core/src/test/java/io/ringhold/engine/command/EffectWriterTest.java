package io.ringhold.engine.command;

import java.util.List;

import io.ringhold.engine.testing.RecordingLog;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void shouldEncodeWhatWasDoneWhenThereIsNoMemoryForASpare() {
        final int length = 18 * ArenaDescriptor.PAGE_LENGTH;

        effects.begin(2).word("ECHO").bytes(arena.address(value), length).end();

        final List<List<String>> logged = log.take();
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst().getFirst()).isEqualTo("ECHO");
        assertThat(logged.getFirst().getLast()).isEqualTo("v".repeat(length));
        assertThat(arena.blockCount(MemoryTag.SCRATCH)).as("a large buffer is not kept").isZero();
    }

    /** What is done by a command may be longer than it was as it came. */
    @Test
    void shouldAskForASpareBeforeACommandIsExecuted() {
        assertThat(effects.reserve(18 * PAGE)).isFalse();
        assertThat(effects.reserve(5 * PAGE)).isTrue();
    }

    @Test
    void shouldFailWhenThereIsNoMemoryForWhatWasDone() {
        final EffectWriter begun = effects.begin(2).word("ECHO");

        assertThatThrownBy(() -> begun.bytes(arena.address(value), 30 * PAGE))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("no memory to log");
    }
}
