package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.engine.port.LogFigures;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SwitchableLogTest {
    private final FaultyFiles files = new FaultyFiles();
    private final SwitchableLog log = new SwitchableLog();
    @TempDir
    private Path dir;
    private AppendLogConfig config;

    @BeforeEach
    void configure() {
        config = AppendLogConfig.of(dir).withSlices(64 << 10, 64 << 10).withPolicy(FsyncPolicy.ALWAYS)
                .withSystem(() -> 1, files);
    }

    @Test
    void shouldBeAsThereWereNoLogWhenThereIsNone() {
        log.commit();
        assertThat(log.enabled()).isFalse();
        assertThat(log.holdsReplies()).isFalse();
        assertThat(log.failed()).isFalse();
        assertThat(log.writeError()).isNull();
        assertThat(log.position()).isZero();
        assertThat(log.durablePosition()).isZero();
        assertThat(log.figures()).isEqualTo(LogFigures.EMPTY);
    }

    @Test
    void shouldGoOnWithItsPositionsWhenTurnedOffAndOn() throws IOException {
        final long first;
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            log.turnOn(harness.log());
            append(harness);
            first = log.position();
            assertThat(first).isPositive();
            assertThat(log.holdsReplies()).isTrue();
            assertThat(log.durablePosition()).isZero();
            log.turnOff();
            assertThat(log.current()).isNull();
            assertThat(log.position()).isEqualTo(first);
            assertThat(log.durablePosition()).isEqualTo(first);
        }
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            harness.log().startDetachedWithoutThread();
            log.turnOn(harness.log());
            assertThat(log.position()).isEqualTo(first);
            assertThat(log.durablePosition()).isEqualTo(first);
            append(harness);
            assertThat(log.position()).isGreaterThan(first);
            assertThat(log.durablePosition()).isEqualTo(first);
            log.turnOff();
            assertThat(log.durablePosition()).isEqualTo(log.position()).isGreaterThan(first);
        }
    }

    @Test
    void shouldStayFailedWhenItCouldNotBeClosedInOrder() throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            log.turnOn(harness.log());
            append(harness);
            files.forceError = "Input/output error";
            assertThatThrownBy(log::turnOff).isInstanceOf(IOException.class);
            assertThat(log.current()).isNull();
            assertThat(log.failed()).isTrue();
            assertThat(log.durablePosition()).isLessThan(log.position());
            assertThat(log.writeError()).startsWith("MISCONF Errors writing to the AOF file: ")
                    .contains("Input/output error");
        }
    }

    @Test
    void shouldRefuseASecondLog() throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            log.turnOn(harness.log());
            assertThatThrownBy(() -> log.turnOn(harness.log())).isInstanceOf(IllegalStateException.class);
        }
    }

    private void append(final LogHarness harness) {
        final byte[] command = LogHarness.command("SET", "a", "b");
        final Arena arena = harness.arena();
        final long block = arena.allocate(command.length, MemoryTag.SCRATCH);
        arena.putArray(block, command, 0, command.length);
        log.append(0, arena.address(block), command.length);
        arena.free(block);
        log.commit();
    }
}
