package io.ringhold.bench.result;

import java.util.Objects;

/**
 * Which server answered, from the section {@code server} of its INFO.
 *
 * @param product
 *            its name, as in {@code Ringhold}, {@code Valkey}, {@code Dragonfly}, {@code Garnet} or {@code Redis}; empty when it did not tell.
 * @param version
 *            its own version, not that of the Redis it is compatible with; empty when it did not tell.
 */
public record ServerInfo(String product, String version) {
    public ServerInfo {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(version, "version");
    }

    /** Product and version in one, {@code unknown} when neither was told. */
    public String display() {
        final String display = (product + " " + version).strip();
        return display.isEmpty() ? "unknown" : display;
    }
}
