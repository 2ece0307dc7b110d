package io.ringhold.engine.testing;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.port.ServerControl;

/** A server around an engine that writes down what it is asked. Not thread-safe. */
public final class RecordingControl implements ServerControl {
    private final List<String> lines = new ArrayList<>();

    /** Lines of the log with their level before them, "loaded", "load failed: why" and "shutdown: reason". */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void shutdown(final String reason) {
        lines.add("shutdown: " + reason);
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
}
