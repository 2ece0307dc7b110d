package io.ringhold.engine.hotkeys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code -Dringhold.seed=N} repeats a run. */
class HeavyHittersTest {
    private static final int KEYS = 20_000;
    private static final int EVENTS = 300_000;
    private static final int CAPACITY = 256;
    private static final int INPUT_BYTES = 4096;

    private final long seed = Long.getLong("ringhold.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 16L << 20));
    private final KeyHash hash = new KeyHash(seed, 2);
    private final long input = arena.allocate(INPUT_BYTES, MemoryTag.SCRATCH);
    private final HeavyHitters hitters = new HeavyHitters(CAPACITY);
    /** Exact weights, by the same names. */
    private final Map<String, Double> exact = new HashMap<>();

    @AfterEach
    void close() {
        arena.close();
    }

    private void add(final String name, final long weight) {
        arena.putArray(input, name.getBytes(StandardCharsets.ISO_8859_1), 0, name.length());
        final long address = arena.address(input);
        hitters.add(hash.hash(address, name.length()), address, name.length(), weight);
        exact.merge(name, (double) weight, Double::sum);
    }

    private double total() {
        return exact.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private List<String> exactTop(final int count) {
        return exact.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(count)
                .map(Map.Entry::getKey).toList();
    }

    /** A key's number, the lower ones more often: with an exponent of 0 all alike. */
    private static double[] cumulative(final double exponent) {
        final double[] sums = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            sums[i] = sum;
        }
        return sums;
    }

    private String zipfian(final double[] cumulative) {
        final int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[KEYS - 1]);
        return "key:" + (found < 0 ? -found - 1 : found);
    }

    /** The bounds that the paper proves, with {@code slack} for what halving rounds. */
    private void assertBounds(final double slack) {
        final double share = total() / CAPACITY;
        final Map<String, HeavyHitters.Hitter> found = new HashMap<>();
        for (final HeavyHitters.Hitter hitter : hitters.top(CAPACITY)) {
            assertThat(found.put(hitter.name(), hitter)).as("seed %d: %s twice", seed, hitter.name()).isNull();
            final double weight = exact.getOrDefault(hitter.name(), 0.0);
            assertThat((double) hitter.weight()).as("seed %d: least weight of %s", seed, hitter.name())
                    .isLessThanOrEqualTo(weight);
            assertThat((double) hitter.weight() + hitter.error())
                    .as("seed %d: greatest weight of %s", seed, hitter.name()).isGreaterThanOrEqualTo(weight - slack);
            assertThat((double) hitter.error()).as("seed %d: error of %s", seed, hitter.name())
                    .isLessThanOrEqualTo(share + slack);
        }
        exact.forEach((name, weight) -> {
            if (weight > 2 * share + slack) { // more than its greatest error: shown for certain
                assertThat(found).as("seed %d: %s has %s of %s", seed, name, weight, total()).containsKey(name);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.99, 1.2, 2})
    void shouldKeepItsBoundsWhenKeysAreZipfian(final double exponent) {
        System.out.println("HeavyHittersTest -Dringhold.seed=" + seed);
        final double[] cumulative = cumulative(exponent);
        for (int i = 0; i < EVENTS; i++) {
            add(zipfian(cumulative), 1);
        }
        assertThat(hitters.total()).isEqualTo(EVENTS);
        assertBounds(0);
    }

    @Test
    void shouldKeepItsBoundsWhenWeightsDiffer() {
        System.out.println("HeavyHittersTest -Dringhold.seed=" + seed);
        final double[] cumulative = cumulative(0.9);
        for (int i = 0; i < EVENTS; i++) {
            add(zipfian(cumulative), random.nextInt(100) == 0 ? random.nextInt(100_000) : random.nextInt(100));
        }
        assertThat((double) hitters.total()).isEqualTo(total());
        assertBounds(0);
    }

    @Test
    void shouldKeepItsBoundsWhenWeightsAreHalvedNowAndThen() {
        System.out.println("HeavyHittersTest -Dringhold.seed=" + seed);
        final double[] cumulative = cumulative(1);
        int halved = 0;
        for (int i = 0; i < EVENTS; i++) {
            add(zipfian(cumulative), 64);
            if (random.nextInt(EVENTS / 10) == 0) {
                hitters.halve();
                exact.replaceAll((name, weight) -> weight / 2);
                halved++;
            }
        }
        assertBounds(halved);
    }

    @Test
    void shouldOrderTheHeaviestAsTheyAre() {
        System.out.println("HeavyHittersTest -Dringhold.seed=" + seed);
        final double[] cumulative = cumulative(1.2);
        for (int i = 0; i < EVENTS; i++) {
            add(zipfian(cumulative), 1);
        }
        assertThat(hitters.top(5).stream().map(HeavyHitters.Hitter::name)).as("seed %d", seed)
                .containsExactlyElementsOf(exactTop(5));
    }

    @Test
    void shouldBeExactWhenThereAreFewKeys() {
        for (int i = 0; i < 100 * CAPACITY; i++) {
            add("k" + random.nextInt(CAPACITY), random.nextInt(1, 10));
        }
        assertThat(hitters.top(CAPACITY)).hasSize(exact.size()).allSatisfy(hitter -> {
            assertThat(hitter.error()).isZero();
            assertThat((double) hitter.weight()).isEqualTo(exact.get(hitter.name()));
        });
    }

    @Test
    void shouldForgetKeysWhenNothingIsLeftOfThem() {
        add("much", 8);
        add("little", 1);
        hitters.halve();
        assertThat(hitters.top(10)).containsExactly(new HeavyHitters.Hitter("much", 4, 0));
        for (int i = 0; i < 3; i++) {
            hitters.halve();
        }
        assertThat(hitters.size()).isZero();
        add("again", 2);
        assertThat(hitters.top(10)).containsExactly(new HeavyHitters.Hitter("again", 2, 0));
    }

    @Test
    void shouldForgetAllKeysWhenCleared() {
        for (int i = 0; i < 2 * CAPACITY; i++) {
            add("k" + i, 1);
        }
        hitters.clear();
        assertThat(hitters.total()).isZero();
        assertThat(hitters.top(CAPACITY)).isEmpty();
        add("k1", 3);
        assertThat(hitters.top(CAPACITY)).containsExactly(new HeavyHitters.Hitter("k1", 3, 0));
    }

    @Test
    void shouldTellLongNamesApartAndShowThemShortened() {
        final String common = "x".repeat(HeavyHitters.NAME_BYTES);
        add(common + "a", 3);
        add(common + "b", 2);
        add(common, 1);
        add("", 4);
        add("y".repeat(INPUT_BYTES), 9);
        assertThat(hitters.top(10)).containsExactly(
                new HeavyHitters.Hitter("y".repeat(HeavyHitters.NAME_BYTES), 9, 0), new HeavyHitters.Hitter("", 4, 0),
                new HeavyHitters.Hitter(common, 3, 0), new HeavyHitters.Hitter(common, 2, 0),
                new HeavyHitters.Hitter(common, 1, 0));
    }
}
