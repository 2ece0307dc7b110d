package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random appends with rewrites, full disks, changes of policy, kills and restarts in between. */
class RandomRewriteTest {
    private static final int OPERATIONS = 600;
    private static final int IMAGES = 15;

    private final FaultyFiles files = new FaultyFiles();
    private final AtomicLong nowNs = new AtomicLong(1);
    private final List<String> model = new ArrayList<>();
    private final Random random = new RandomCommands().random();
    @TempDir
    private Path dir;
    @TempDir
    private Path images;
    private RewriteHarness log;
    private int image;

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhateverComesInWhateverOrder(final FsyncPolicy policy) throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withSlices(64 << 10, 128 << 10)
                .withBounds(16 << 10, 256 << 10).withPolicy(policy).withSystem(nowNs::get, files);
        log = new RewriteHarness(config, model);
        try {
            for (int i = 0; i < OPERATIONS; i++) {
                if (random.nextInt(200) == 0) {
                    reopen(config);
                } else {
                    operate(policy);
                }
                assertThat(log.log().durablePosition()).isLessThanOrEqualTo(log.log().position());
            }
        } finally {
            giveSpace();
            log.close();
        }
        new RewriteHarness(config, model).close();
        assertThat(files.mappings).isZero();
    }

    private void operate(final FsyncPolicy policy) throws IOException {
        switch (random.nextInt(14)) {
            case 0, 1 -> append(random.nextInt(3000));
            case 2 -> append(random.nextInt(random.nextInt(4) == 0 ? 200_000 : 20_000));
            case 3, 4, 5 -> log.work();
            case 6 -> log.settle();
            case 7 -> nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
            case 8, 9 -> rewriteOn();
            case 10 -> files.capacityBytes = (long) random.nextInt(8) << 16;
            case 11 -> giveSpace();
            case 12 ->
                log.log().policy(random.nextBoolean() ? policy : List.of(FsyncPolicy.values()).get(random.nextInt(3)));
            case 13 -> recover();
            default -> throw new AssertionError();
        }
    }

    private void append(final int bytes) {
        if (log.log().writeError() == null) {
            final char[] value = new char[bytes];
            Arrays.fill(value, (char) ('a' + random.nextInt(26)));
            log.append("SET", "key:" + model.size(), new String(value));
        }
    }

    /** The next thing that can happen to a rewrite. */
    private void rewriteOn() throws IOException {
        switch (log.rewrite().state()) {
            case IDLE, DONE, FAILED -> log.rewrite().prepare();
            case READY -> {
                if (random.nextInt(5) == 0) {
                    log.rewrite().abandon();
                } else {
                    log.cut();
                }
            }
            case CUT -> {
                if (random.nextInt(5) == 0) {
                    log.rewrite().abandon();
                } else {
                    assertThat(log.complete()).isTrue();
                }
            }
            case PREPARING -> log.work();
            default -> throw new AssertionError();
        }
    }

    private void recover() throws IOException {
        if (image < IMAGES) {
            log.assertRecovers(images.resolve("" + image++));
        }
    }

    private void giveSpace() {
        files.capacityBytes = Long.MAX_VALUE;
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    private void reopen(final AppendLogConfig config) throws IOException {
        giveSpace();
        log.close();
        assertThat(files.mappings).as("slices are given back").isZero();
        log = new RewriteHarness(config, model);
    }
}
