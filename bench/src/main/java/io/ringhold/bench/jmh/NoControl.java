package io.ringhold.bench.jmh;

import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.Traffic;

/** Stands for the server around an engine that has none: nothing is listening, nothing is logged. */
final class NoControl implements ServerControl {
    private static final Traffic NOTHING = new Traffic() {
        @Override
        public long inputBytes() {
            return 0;
        }

        @Override
        public long outputBytes() {
            return 0;
        }

        @Override
        public long reads() {
            return 0;
        }

        @Override
        public long writes() {
            return 0;
        }

        @Override
        public long requestMemoryBytes() {
            return 0;
        }

        @Override
        public long rejectedConnections() {
            return 0;
        }

        @Override
        public long requestBufferBytes() {
            return 0;
        }
    };

    @Override
    public void shutdown() {
        throw new IllegalStateException("shutdown was asked for, but there is no server");
    }

    @Override
    public void loaded() {
        // nobody waits for it
    }

    @Override
    public void loadFailed(final String message) {
        throw new IllegalStateException(message);
    }

    @Override
    public void log(final char level, final String message) {
        // there is no log
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public String configFile() {
        return "";
    }

    @Override
    public String executable() {
        return "";
    }

    @Override
    public String threading() {
        return "shared";
    }

    @Override
    public int transportThreads() {
        return 0;
    }

    @Override
    public Traffic traffic() {
        return NOTHING;
    }
}
