package io.ringhold.bench.workload;

import java.nio.ByteBuffer;
import java.util.List;

/** What is to be sent: commands, keys and values, and the seed of all chance. Immutable; each connection has a {@link Stream} of it. */
public final class Workload {
    /** Keys are numbered up to here. */
    public static final long MOST_KEYS = 1_000_000_000_000L;

    private final Mix mix;
    private final KeyFormat format;
    private final KeyDistribution distribution;
    private final ValueSizes values;
    private final long keys;
    private final long seed;
    private final CommandTemplate[] templates;
    private final int largestRequest;

    /** A workload over {@code keys} keys. */
    public Workload(Mix mix, KeyFormat format, KeyDistribution distribution, ValueSizes values, long keys, long seed) {
        this.mix = mix;
        this.format = format;
        this.distribution = distribution;
        this.values = values;
        this.keys = keys;
        this.seed = seed;
        templates = mix.commands().stream().map(command -> CommandTemplate.compile(command, format, values))
                .toArray(CommandTemplate[]::new);
        int largest = 0;
        for (CommandTemplate template : templates) {
            largest = Math.max(largest, template.largestLength());
        }
        largestRequest = largest;
    }

    /** What fills the keyspace for this workload, maybe nothing: each of them writes every key once when its keys are gone through in sequence. */
    public List<Workload> fills() {
        return mix.fills().stream()
                .map(fill -> new Workload(fill, format, new KeyDistribution.Sequential(), values, keys, seed)).toList();
    }

    /** The same with another mix. */
    public Workload withMix(Mix other) {
        return new Workload(other, format, distribution, values, keys, seed);
    }

    /** The commands; results are told by their index. */
    public Mix mix() {
        return mix;
    }

    /** The distribution of keys. */
    public KeyDistribution distribution() {
        return distribution;
    }

    /** The sizes of values. */
    public ValueSizes values() {
        return values;
    }

    /** The number of keys. */
    public long keys() {
        return keys;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** No request is longer, in bytes. */
    public int largestRequest() {
        return largestRequest;
    }

    /**
     * The requests of one connection.
     *
     * @param number
     *            the connection's number: its chance is its own
     * @param firstKey
     *            the key with which a sequential distribution begins
     */
    public Stream stream(int number, long firstKey) {
        return new Stream(new Rng(seed, number), distribution.sampler(keys, firstKey));
    }

    /** An endless row of requests. For one thread; allocates nothing. */
    public final class Stream {
        private final Rng random;
        private final KeySampler sampler;

        private Stream(Rng random, KeySampler sampler) {
            this.random = random;
            this.sampler = sampler;
        }

        /** Writes the next request into a buffer with {@link #largestRequest} bytes left, and returns its command's index. */
        public int next(ByteBuffer buffer) {
            int command = templates.length == 1 ? 0 : mix.choose(random);
            templates[command].encode(buffer, random, sampler);
            return command;
        }
    }
}
