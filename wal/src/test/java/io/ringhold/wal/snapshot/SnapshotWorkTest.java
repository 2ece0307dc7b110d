package io.ringhold.wal.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;

import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.offheap.cow.Cut;
import io.ringhold.wal.rdb.FileTarget;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.RdbOptions;
import io.ringhold.wal.rdb.RdbWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens within the step that writes one large value. */
class SnapshotWorkTest {
    private static final int LARGE = 8 << 20;
    private static final int PROMISED = 128 << 10;

    @TempDir
    private Path directory;
    private final RdbFixture fixture = new RdbFixture();
    private final Cut cut = new Cut(fixture.arena(), Long.MAX_VALUE);
    private Runnable whenItRests = () -> {};
    private long nowNs;
    private int rests;
    private SnapshotWork work;

    @AfterEach
    void close() {
        cut.close();
        fixture.close();
    }

    @Test
    void shouldRestWhileALargeStringIsCompressed() throws Exception {
        fixture.run("SETRANGE large " + (LARGE - 1) + " x");
        run();
        assertThat(work.error()).isNull();
        assertThat(Files.size(directory.resolve("dump.rdb"))).as("compressed").isLessThan(LARGE / 50);
        assertThat(rests).isGreaterThanOrEqualTo(LARGE / PROMISED);
    }

    @Test
    void shouldEndSoonWhenItIsCancelledWhileALargeStringIsCompressed() throws Exception {
        fixture.run("SETRANGE large " + (LARGE - 1) + " x");
        whenItRests = () -> {
            if (rests == 5) {
                work.cancel();
            }
        };
        run();
        assertThat(work.error()).isEqualTo("cancelled");
        assertThat(rests).isEqualTo(5);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldTellHowFarItIsWithinALargeValue() throws Exception {
        final int fields = 50_000;
        for (int i = 0; i < fields; i++) {
            fixture.run("HSET hash field:" + i + " value:" + i);
        }
        final NavigableSet<Long> told = new TreeSet<>();
        whenItRests = () -> {
            final SnapshotFigures figures = work.figures();
            if (figures.keysWritten() == 0) {
                told.add(figures.bytesWritten());
            }
        };
        run();
        assertThat(work.error()).isNull();
        final long length = Files.size(directory.resolve("dump.rdb"));
        assertThat(told).hasSizeGreaterThanOrEqualTo((int) (length / PROMISED) - 1);
        assertThat(told.last()).isBetween(length / 2, length);
        assertThat(work.figures().bytesWritten()).isEqualTo(length);
    }

    /** Does all the work on this thread; each look at the clock takes so long that a rest is due. */
    private void run() {
        final CpuShare share = new CpuShare(() -> nowNs += 1_000_000, () -> 50, ns -> {
            rests++;
            whenItRests.run();
        });
        final SnapshotWork.Format format = (view, image, target) -> new RdbWriter(view, image, target,
                RdbOptions.of(RdbFormat.VERSION_7_2));
        work = new SnapshotWork(cut, new SnapshotWork.Plan(fixture.image(), format, SnapshotFiles.SYSTEM,
                directory.resolve("temp.rdb"), FileTarget.NO_SYNC, 0,
                file -> file.replace(directory.resolve("dump.rdb"))), share);
        cut.open();
        while (!work.step()) {
            // until it is done
        }
        work.leave();
        cut.end();
    }
}
