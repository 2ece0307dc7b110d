package io.ringhold.server.transport;

import java.util.List;
import java.util.function.ToLongFunction;

import io.ringhold.engine.port.Traffic;

/** The traffic of all transports together. Any thread. */
public final class TransportTraffic implements Traffic {
    private final List<TransportAgent> transports;
    private final ConnectionGate gate;

    /**
     * @param transports
     *            complete before the first thread asks.
     */
    public TransportTraffic(final List<TransportAgent> transports, final ConnectionGate gate) {
        this.transports = transports;
        this.gate = gate;
    }

    @Override
    public long inputBytes() {
        return sum(TrafficCounter::inputBytes);
    }

    @Override
    public long outputBytes() {
        return sum(TrafficCounter::outputBytes);
    }

    @Override
    public long reads() {
        return sum(TrafficCounter::reads);
    }

    @Override
    public long writes() {
        return sum(TrafficCounter::writes);
    }

    @Override
    public long requestMemoryBytes() {
        long sum = 0;
        for (int i = 0; i < transports.size(); i++) {
            sum += transports.get(i).buffers().grownBytes();
        }
        return sum;
    }

    @Override
    public long rejectedConnections() {
        return gate.rejected();
    }

    @Override
    public long requestBufferBytes() {
        return sum(TrafficCounter::heldBytes);
    }

    private long sum(final ToLongFunction<TrafficCounter> figure) {
        long sum = 0;
        for (int i = 0; i < transports.size(); i++) {
            sum += figure.applyAsLong(transports.get(i).traffic());
        }
        return sum;
    }
}
