package io.ringhold.engine.commands.hyperloglog;

import java.util.Arrays;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.MAX_VALUE;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;

/** How many different elements registers tell of: Ertl's algorithm 6, from how many registers have each value. Engine thread. */
final class HllEstimate {
    private static final double ALPHA = 0.7213475204444817;

    private final int[] counts = new int[1 << HllDescriptor.REGISTER_BITS];

    void begin() {
        Arrays.fill(counts, 0);
    }

    void add(final int value, final int registers) {
        counts[value] += registers;
    }

    long cardinality() {
        final double registers = REGISTERS;
        double z = registers * tau((registers - counts[MAX_VALUE]) / registers);
        for (int value = MAX_VALUE - 1; value >= 1; value--) {
            z = (z + counts[value]) * 0.5;
        }
        z += registers * sigma(counts[0] / registers);
        return (long) Math.floor(ALPHA * registers * registers / z + 0.5);
    }

    private static double tau(final double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }

    private static double sigma(final double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }
}
