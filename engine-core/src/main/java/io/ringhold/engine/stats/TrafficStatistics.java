package io.ringhold.engine.stats;

import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.Traffic;

/** The network's counters as INFO shows them: since start, or since CONFIG RESETSTAT, and as rates. Engine thread. */
public final class TrafficStatistics {
    private final ServerControl control;
    private final Rate input = new Rate();
    private final Rate output = new Rate();
    private long inputBefore;
    private long outputBefore;
    private long readsBefore;
    private long writesBefore;
    private long rejectedBefore;

    /**
     * @param control
     *            knows the totals.
     */
    public TrafficStatistics(final ServerControl control) {
        this.control = control;
    }

    /** Takes samples for rates; called some times a second. */
    public void sample(final long nowNs) {
        final Traffic traffic = control.traffic();
        input.sample(nowNs, traffic.inputBytes());
        output.sample(nowNs, traffic.outputBytes());
    }

    /** CONFIG RESETSTAT. Rates go on. */
    public void reset() {
        final Traffic traffic = control.traffic();
        inputBefore = traffic.inputBytes();
        outputBefore = traffic.outputBytes();
        readsBefore = traffic.reads();
        writesBefore = traffic.writes();
        rejectedBefore = traffic.rejectedConnections();
    }

    public long inputBytes() {
        return control.traffic().inputBytes() - inputBefore;
    }

    public long outputBytes() {
        return control.traffic().outputBytes() - outputBefore;
    }

    public long reads() {
        return control.traffic().reads() - readsBefore;
    }

    public long writes() {
        return control.traffic().writes() - writesBefore;
    }

    /** Memory of large requests that have not been executed. */
    public long requestMemoryBytes() {
        return control.traffic().requestMemoryBytes();
    }

    public long rejectedConnections() {
        return control.traffic().rejectedConnections() - rejectedBefore;
    }

    /** Bytes received a second, over the last samples. */
    public double inputBytesPerSecond() {
        return input.perSecond();
    }

    /** Bytes sent a second, over the last samples. */
    public double outputBytesPerSecond() {
        return output.perSecond();
    }
}
