package io.ringhold.engine.commands.hyperloglog;

import java.util.random.RandomGenerator;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.DENSE_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;

/** What PFSELFTEST does. */
final class HllSelfTest {
    private static final int ROUNDS = 100;
    private static final int MOST_ELEMENTS = 1_000_000;
    /** The standard error of 0.81% five times over. */
    private static final double MAX_ERROR = 0.0405;

    private HllSelfTest() {}

    /**
     * Tests registers and estimate.
     *
     * @param hll
     *            absolute address of room for a dense HyperLogLog.
     * @return what failed, or null.
     */
    static String run(final long hll, final RandomGenerator random) {
        final byte[] model = new byte[REGISTERS];
        Memory.fill(hll, DENSE_LENGTH, (byte) 0);
        for (int round = 0; round < ROUNDS; round++) {
            final int index = random.nextInt(REGISTERS);
            model[index] = (byte) random.nextInt(1 << HllDescriptor.REGISTER_BITS);
            HllDense.set(hll, index, model[index]);
            for (int i = 0; i < REGISTERS; i++) {
                if (HllDense.get(hll, i) != model[i]) {
                    return "register " + i + " should be " + model[i] + " but is " + HllDense.get(hll, i);
                }
            }
        }
        return testEstimate(hll, random);
    }

    private static String testEstimate(final long hll, final RandomGenerator random) {
        Memory.fill(hll, DENSE_LENGTH, (byte) 0);
        final HllEstimate estimate = new HllEstimate();
        int checkAt = 1000;
        for (int elements = 1; elements <= MOST_ELEMENTS; elements++) {
            final long hash = random.nextLong();
            final int index = HllHash.index(hash);
            HllDense.set(hll, index, Math.max(HllDense.get(hll, index), HllHash.value(hash)));
            if (elements == checkAt) {
                estimate.begin();
                for (int i = 0; i < REGISTERS; i++) {
                    estimate.add(HllDense.get(hll, i), 1);
                }
                final double error = Math.abs(estimate.cardinality() - elements) / (double) elements;
                if (error > MAX_ERROR) {
                    return "the estimate for " + elements + " elements is off by " + error;
                }
                checkAt *= 10;
            }
        }
        return null;
    }
}
