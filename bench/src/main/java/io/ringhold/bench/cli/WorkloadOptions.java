package io.ringhold.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.KeyFormat;
import io.ringhold.bench.workload.Mix;
import io.ringhold.bench.workload.ValueSizes;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine.Option;

/** Which keys and values are sent. */
final class WorkloadOptions {
    static final String DEFAULT_MIX = "get:80,set:20";

    @Option(names = "--keys", paramLabel = "N", defaultValue = "1000000", description = "The number of keys; default: ${DEFAULT-VALUE}.")
    private long keys;

    @Option(names = "--key-prefix", paramLabel = "TEXT", defaultValue = KeyFormat.DEFAULT_PREFIX, description = "What every key begins with; default: ${DEFAULT-VALUE}.")
    private String prefix;

    @Option(names = "--key-size", paramLabel = "BYTES", defaultValue = "0", description = "The length of keys; default: the prefix and 12 digits.")
    private int keySize;

    @Option(names = "--distribution", paramLabel = "D", defaultValue = "uniform", description = "uniform, sequential, zipfian[:EXPONENT] (0.99 unless given) or hot:KEYS%%:ACCESSES%% "
            + "(hot:10:90: a tenth of the keys gets 90 %% of the commands); default: ${DEFAULT-VALUE}.")
    private KeyDistribution distribution;

    @Option(names = {"-d",
        "--value-size"}, paramLabel = "S", defaultValue = "64", description = "Bytes of a value: N, uniform:MIN:MAX, zipfian:MIN:MAX[:EXPONENT] (mostly small), or "
                + "sizes with weights, 64:90,1024:10; default: ${DEFAULT-VALUE}.")
    private ValueSizes values;

    @Option(names = "--command", paramLabel = "TEMPLATE", description = "A command of your own, with {key}, {value} and {int} (nine random digits) and a weight at the "
            + "end: 'HSET {key} f {value}:3'. Each {key} is another key. A last word that ends like a weight stands in "
            + "quotes: 'GET \"user:1000\"'. May be given several times.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Makes chance repeatable; default: from the clock.")
    private Long seed;

    /**
     * The workload.
     *
     * @param mixText
     *            a mix, or null: then {@link #DEFAULT_MIX}, unless there is a command of the user's own
     */
    Workload workload(Checks checks, String mixText) {
        checks.that(keys >= 1 && keys <= Workload.MOST_KEYS,
                "--keys must be between 1 and " + Workload.MOST_KEYS + ", not " + keys);
        checks.that(keySize >= 0, "--key-size must not be negative");
        String effectiveMix = mixText == null ? (commands.isEmpty() ? DEFAULT_MIX : "") : mixText;
        seed = seed == null ? System.nanoTime() : seed;
        return checks.get(() -> new Workload(Mix.parse(effectiveMix, commands), KeyFormat.of(prefix, keySize, keys),
                distribution, values, keys, seed));
    }

    /** What a result says of it. */
    static void describe(Workload workload, Map<String, String> settings) {
        settings.put("mix", workload.mix().toString());
        settings.put("keys", Long.toString(workload.keys()));
        settings.put("distribution", workload.distribution().toString());
        settings.put("value size", workload.values().toString());
        settings.put("seed", Long.toString(workload.seed()));
    }
}
