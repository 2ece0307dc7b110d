package io.ringhold.tools.memory.result;

import java.util.List;

/** How many keys have a figure in which range. */
public record Histogram(String name, String unit, List<Bucket> buckets) {
    /** Copies the list. */
    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /** Keys whose figure is from {@code low} to {@code high}, both included, and their memory. */
    public record Bucket(long low, long high, long keys, long bytes) {}
}
