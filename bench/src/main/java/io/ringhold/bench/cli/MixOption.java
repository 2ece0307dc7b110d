package io.ringhold.bench.cli;

import picocli.CommandLine.Option;

/** {@code --mix}. */
final class MixOption {
    @Option(names = "--mix", paramLabel = "MIX", description = "Commands with weights: get:80,set:15,incr:5; mget and mset with the number of keys first, mget:10:5; "
            + "default: " + WorkloadOptions.DEFAULT_MIX + ", unless there is a --command.")
    private String mix;

    /** What was given, or null. */
    String text() {
        return mix;
    }
}
