package io.ringhold.bench.workload;

import java.util.List;

/** A random choice among few things by their weights. Immutable; choosing allocates nothing. */
final class Weights {
    private static final double UNIT = 0x1.0p62;

    /** Of each thing but the last, the end of its share of [0, 2^62). */
    private final long[] ends;

    Weights(List<Double> weights) {
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("the weights add up to nothing");
        }
        ends = new long[weights.size() - 1];
        double sum = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += weights.get(i);
            ends[i] = (long) (sum / total * UNIT);
        }
    }

    /** The index of the thing chosen. */
    int choose(Rng random) {
        if (ends.length == 0) {
            return 0;
        }
        long point = random.nextLong() >>> 2;
        int index = 0;
        while (index < ends.length && point >= ends[index]) {
            index++;
        }
        return index;
    }
}
