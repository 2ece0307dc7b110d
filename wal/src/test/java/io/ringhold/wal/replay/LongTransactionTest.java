package io.ringhold.wal.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.wal.aof.LogHarness;
import io.ringhold.wal.file.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Transactions that are larger than a batch can be, which is 2 GiB, and here less. */
class LongTransactionTest {
    private static final int MAX_SPAN = 1000;
    private static final int COMMANDS = 200;

    private final Arena arena = Arena.reserve(ArenaOptions.of("replay", 16L << 20));
    private final FrameIndex index = new FrameIndex(arena);
    private final List<String> replayed = new ArrayList<>();
    private final RecordedLog operator = new RecordedLog();
    private final List<String> expected = new ArrayList<>();
    @TempDir
    private Path dir;

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldBeReplayedInSeveralBatchesWhenItIsWhole() throws IOException {
        replay(log());

        assertThat(replayed).isEqualTo(expected);
        assertThat(operator.lines()).isEmpty();
    }

    @Test
    void shouldBeDroppedWholeWhereverItIsTorn() throws IOException {
        final byte[] whole = log();
        final int first = LogHarness.command("SET", "first", "1").length;
        final int last = LogHarness.command("SET", "last", "1").length;
        for (int length = first + 1; length < whole.length - last; length += 7) {
            replay(Arrays.copyOf(whole, length));
            assertThat(replayed).as("%d bytes", length).containsExactly("SET first 1");
            assertThat(dir.resolve("log")).hasSize(first);
        }
    }

    @Test
    void shouldFailWhenACommandOfItIsTooLong() {
        final byte[] tooLong = LogHarness.command("SET", "k", "x".repeat(MAX_SPAN));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LogHarness.command("MULTI"));
        out.writeBytes(tooLong);
        out.writeBytes(LogHarness.command("EXEC"));

        assertThatThrownBy(() -> replay(out.toByteArray())).isInstanceOf(IOException.class)
                .hasMessageContaining("has a command of more than 2 GiB at offset 15");
    }

    private byte[] log() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LogHarness.command("SET", "first", "1"));
        expected.add("SET first 1");
        out.writeBytes(LogHarness.command("MULTI"));
        for (int i = 0; i < COMMANDS; i++) {
            out.writeBytes(LogHarness.command("SET", "k" + i, "v".repeat(i)));
            expected.add("SET k" + i + " " + "v".repeat(i));
            if (i % 20 == 0) {
                out.writeBytes("#TS:1700000000\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.writeBytes(LogHarness.command("EXEC"));
        out.writeBytes(LogHarness.command("SET", "last", "1"));
        expected.add("SET last 1");
        return out.toByteArray();
    }

    private void replay(final byte[] log) throws IOException {
        replayed.clear();
        final Path path = dir.resolve("log");
        Files.write(path, log);
        try (LogFileReplay replay = new LogFileReplay(path, () -> true, true, new FrameParser(index, MAX_SPAN), null,
                operator)) {
            while (!replay.isDone()) {
                replay.step(this::execute, Long.MAX_VALUE);
            }
        }
    }

    private String execute(final RequestBatch batch) {
        for (int frame = 0; frame < batch.end(); frame = batch.nextFrame(frame)) {
            final List<String> words = new ArrayList<>();
            for (int i = 0; i < batch.argumentCount(frame); i++) {
                words.add(Ascii.text(batch.argumentAddress(frame, i), batch.argumentLength(frame, i)));
            }
            replayed.add(String.join(" ", words));
        }
        return null;
    }
}
