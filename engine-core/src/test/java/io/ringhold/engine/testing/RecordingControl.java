package io.ringhold.engine.testing;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.Traffic;

/** A server around an engine that writes down what it is asked. Not thread-safe. */
public final class RecordingControl implements ServerControl {
    private final List<String> lines = new ArrayList<>();
    private final SetTraffic traffic = new SetTraffic();

    /** Lines of the log with their level before them, "loaded", "load failed: why" and "shutdown". */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void shutdown() {
        lines.add("shutdown");
    }

    @Override
    public void loaded() {
        lines.add("loaded");
    }

    @Override
    public void loadFailed(final String message) {
        lines.add("load failed: " + message);
    }

    @Override
    public void log(final char level, final String message) {
        lines.add(level + " " + message);
    }

    @Override
    public int port() {
        return 6379;
    }

    @Override
    public String configFile() {
        return "";
    }

    @Override
    public String executable() {
        return "ringhold-server";
    }

    @Override
    public String threading() {
        return "shared";
    }

    @Override
    public int transportThreads() {
        return 1;
    }

    @Override
    public SetTraffic traffic() {
        return traffic;
    }

    /** What has gone over the network, as the test says. */
    public static final class SetTraffic implements Traffic {
        public long inputBytes;
        public long outputBytes;
        public long reads;
        public long writes;
        public long rejectedConnections;
        public long requestMemoryBytes;
        public long requestBufferBytes;

        @Override
        public long inputBytes() {
            return inputBytes;
        }

        @Override
        public long outputBytes() {
            return outputBytes;
        }

        @Override
        public long reads() {
            return reads;
        }

        @Override
        public long writes() {
            return writes;
        }

        @Override
        public long requestMemoryBytes() {
            return requestMemoryBytes;
        }

        @Override
        public long rejectedConnections() {
            return rejectedConnections;
        }

        @Override
        public long requestBufferBytes() {
            return requestBufferBytes;
        }
    }
}
