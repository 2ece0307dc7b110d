package io.ringhold.engine.config.option;

import java.util.Objects;

/**
 * How many bytes of replies may wait for each class of clients before the client is closed: setting
 * {@code client-output-buffer-limit}.
 */
public record OutputBufferLimits(Limit normal, Limit replica, Limit pubsub) {
    /** Redis' defaults. */
    public static final OutputBufferLimits DEFAULT = new OutputBufferLimits(new Limit(0, 0, 0),
            new Limit(256L << 20, 64L << 20, 60), new Limit(32L << 20, 8L << 20, 60));

    public OutputBufferLimits {
        Objects.requireNonNull(normal);
        Objects.requireNonNull(replica);
        Objects.requireNonNull(pubsub);
    }

    /**
     * Limits of one class; 0 is no limit.
     *
     * @param hardBytes
     *            close at once above this
     * @param softBytes
     *            close when above this for softSeconds without a break
     */
    public record Limit(long hardBytes, long softBytes, long softSeconds) {
        @Override
        public String toString() {
            return hardBytes + " " + softBytes + " " + softSeconds;
        }
    }

    @Override
    public String toString() {
        return "normal " + normal + " slave " + replica + " pubsub " + pubsub;
    }
}
