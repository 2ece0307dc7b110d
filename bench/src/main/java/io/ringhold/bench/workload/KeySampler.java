package io.ringhold.bench.workload;

/** The stream of key numbers of one connection, in [0, keys). For one thread; allocates nothing. */
@FunctionalInterface
public interface KeySampler {
    /** The number of the next key. */
    long next(Rng random);
}
