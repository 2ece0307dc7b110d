package io.ringhold.engine.hotkeys;

import java.util.Set;

/**
 * What HOTKEYS START asks for.
 *
 * @param metrics
 *            at least one.
 * @param count
 *            how many keys are shown for each.
 * @param durationMs
 *            after which tracking ends by itself, 0 for never.
 * @param ratio
 *            of how many commands one is sampled.
 */
public record HotKeyOptions(Set<HotMetric> metrics, int count, long durationMs, int ratio) {
    public HotKeyOptions {
        metrics = Set.copyOf(metrics);
    }

    /** True when keys are ranked by the metric. */
    public boolean has(final HotMetric metric) {
        return metrics.contains(metric);
    }
}
