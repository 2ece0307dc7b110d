package io.ringhold.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How large values are, in bytes. Immutable; sampling allocates nothing. */
public final class ValueSizes {
    /** The largest value: Redis' own limit of a string. */
    public static final int LARGEST = 512 * 1024 * 1024;

    /** Samples one size. */
    @FunctionalInterface
    private interface Sampler {
        int next(Rng random);
    }

    private final String text;
    private final int smallest;
    private final int largest;
    private final Sampler sampler;

    private ValueSizes(String text, int smallest, int largest, Sampler sampler) {
        this.text = text;
        this.smallest = smallest;
        this.largest = largest;
        this.sampler = sampler;
    }

    /** Parses {@code N}, {@code uniform:MIN:MAX}, {@code zipfian:MIN:MAX[:EXPONENT]} or {@code SIZE:WEIGHT,SIZE:WEIGHT...}. */
    public static ValueSizes parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
        try {
            return switch (parts[0] + "/" + (parts.length - 1)) {
                case "uniform/2" -> uniform(text, size(parts[1]), size(parts[2]));
                case "zipfian/2" ->
                    zipfian(text, size(parts[1]), size(parts[2]), KeyDistribution.DEFAULT_EXPONENT);
                case "zipfian/3" -> zipfian(text, size(parts[1]), size(parts[2]),
                        Numbers.decimal(parts[3], 0.01, 10, "exponent"));
                default -> weighted(text);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not N, uniform:MIN:MAX, zipfian:MIN:MAX[:EXPONENT] or "
                            + "SIZE:WEIGHT,SIZE:WEIGHT...: " + e.getMessage(),
                    e);
        }
    }

    private static ValueSizes uniform(String text, int smallest, int largest) {
        checkOrder(smallest, largest);
        int range = largest - smallest + 1;
        return new ValueSizes(text, smallest, largest, random -> smallest + random.nextInt(range));
    }

    private static ValueSizes zipfian(String text, int smallest, int largest, double exponent) {
        checkOrder(smallest, largest);
        Zipf zipf = new Zipf(largest - smallest + 1, exponent);
        return new ValueSizes(text, smallest, largest, random -> smallest + (int) zipf.next(random) - 1);
    }

    private static ValueSizes weighted(String text) {
        List<Integer> sizes = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String item : text.strip().split(",", -1)) {
            int colon = item.indexOf(':');
            sizes.add(size(colon < 0 ? item : item.substring(0, colon)));
            weights.add(colon < 0 ? 1 : Numbers.decimal(item.substring(colon + 1), 0, 1e9, "weight"));
        }
        int[] table = sizes.stream().mapToInt(Integer::intValue).toArray();
        int smallest = sizes.stream().mapToInt(Integer::intValue).min().orElseThrow();
        int largest = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
        Weights choice = new Weights(weights);
        return new ValueSizes(text, smallest, largest, random -> table[choice.choose(random)]);
    }

    private static int size(String text) {
        return Numbers.integer(text, 0, LARGEST, "size");
    }

    private static void checkOrder(int smallest, int largest) {
        if (smallest > largest) {
            throw new IllegalArgumentException("size " + smallest + " is larger than " + largest);
        }
    }

    /** One size. */
    public int next(Rng random) {
        return sampler.next(random);
    }

    /** Whether all values are of one size, {@link #largest()}. */
    public boolean isFixed() {
        return smallest == largest;
    }

    /** The largest size that {@link #next} returns. */
    public int largest() {
        return largest;
    }

    @Override
    public String toString() {
        return text;
    }
}
