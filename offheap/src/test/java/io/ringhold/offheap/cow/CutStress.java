package io.ringhold.offheap.cow;

import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

import io.ringhold.offheap.arena.Arena;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads at full speed: a writer changes an arena and opens cut after cut, a reader compares each cut with an image
 * taken at that moment. Now and then the writer ends a cut too early, or the limit is too low: then the reader must be
 * refused, and must not have seen anything wrong before.
 */
final class CutStress {
    private static final int STEPS_BETWEEN = 60;
    private static final long PLENTY = 1L << 30;
    private static final long SLICE = 64 << 10;

    private final Arena arena;
    private final IntConsumer steps;
    private final Random random;
    private final Random readerRandom;
    private final Semaphore handedOver = new Semaphore(0);
    private final Semaphore handedBack = new Semaphore(0);
    private final Cut cut;
    private final Image image;
    private volatile boolean stopping;
    private volatile Throwable readerError;
    /** Stored by the reader while it has the cut. */
    private boolean refused;
    private int cuts;
    private int failures;
    private int refusals;

    /**
     * Prepares.
     *
     * @param steps
     *            makes so many changes to the arena
     */
    CutStress(final Arena arena, final long seed, final IntConsumer steps) {
        this.arena = arena;
        this.steps = steps;
        this.random = new Random(seed);
        this.readerRandom = new Random(seed + 1);
        this.cut = new Cut(arena, PLENTY);
        this.image = new Image(arena);
    }

    /** A seed to be printed, so that a test can be run again with it. */
    static long seed(final String test) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println(test + " -Dringhold.seed=" + seed);
        return seed;
    }

    /** Runs for a time and checks what can be checked afterwards. */
    void run(final long durationNs, final int leastCuts) throws Exception {
        final Thread reader = new Thread(this::read, "reader");
        reader.start();
        try (cut; image) {
            final long start = System.nanoTime();
            while ((System.nanoTime() - start < durationNs || cuts < leastCuts) && readerError == null) {
                oneCut();
            }
            stopping = true;
            handedOver.release();
            reader.join();
            if (readerError != null) {
                throw new AssertionError("cut " + cuts + ": " + cut, readerError);
            }
            assertThat(refusals).isPositive();
            assertThat(failures).isPositive();
            assertThat(cut.totalPagesCopied()).isGreaterThan(cuts);
            while (cut.shadowBytes() > 0) {
                assertThat(cut.releaseSome(SLICE)).isPositive();
            }
            System.out.println("cuts " + cuts + ", failed " + failures + ", readers refused " + refusals
                    + ", pages copied " + cut.totalPagesCopied());
        } finally {
            stopping = true;
            handedOver.release();
            reader.join();
        }
    }

    private void oneCut() {
        cuts++;
        steps.accept(random.nextInt(STEPS_BETWEEN));
        final int kind = cuts % 16;
        cut.limitBytes(kind == 0 ? random.nextInt(30) * 4096L : PLENTY);
        image.take();
        cut.open();
        handedOver.release();
        int rounds = kind == 1 ? random.nextInt(10) : Integer.MAX_VALUE;
        while (rounds-- > 0 && !handedBack.tryAcquire()) {
            steps.accept(1);
            arena.decommit(random.nextInt(1 << 20));
            cut.releaseSome(random.nextInt(1 << 18));
        }
        final boolean failed = cut.failure() != null;
        cut.end();
        if (rounds < 0) {
            // Ended under the reader: go on changing what it may be reading.
            while (!handedBack.tryAcquire()) {
                steps.accept(1);
                cut.releaseSome(random.nextInt(1 << 18));
                arena.decommit(random.nextInt(1 << 20));
            }
        } else if (refused && !failed && readerError == null) {
            readerError = new AssertionError("the reader was refused though the cut was open");
        }
        failures += failed ? 1 : 0;
        refusals += refused ? 1 : 0;
        if (random.nextInt(3) == 0) {
            cut.releaseSome(random.nextInt(1 << 22));
        }
    }

    private void read() {
        try (FrozenView view = new FrozenView(cut)) {
            handedOver.acquire();
            while (!stopping) {
                refused = !readOne(view);
                handedBack.release();
                handedOver.acquire();
            }
        } catch (final Throwable e) {
            readerError = e;
            handedBack.release();
        }
    }

    private boolean readOne(final FrozenView view) {
        try {
            view.attach();
            cut.prepare();
            image.verifyAll(view, readerRandom);
            image.verifySome(view, readerRandom, 500);
            cut.prepare();
            image.verifyAll(view, readerRandom);
            return true;
        } catch (final CutFailedException e) {
            return false;
        }
    }
}
