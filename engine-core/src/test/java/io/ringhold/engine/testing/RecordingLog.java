package io.ringhold.engine.testing;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;
import io.ringhold.engine.resp.Ascii;

/** A log that keeps what it gets as lists of Latin-1 text. Not thread-safe. */
public final class RecordingLog implements CommandLog {
    private final List<List<String>> commands = new ArrayList<>();
    private boolean enabled = true;
    private long position;
    private int unitStart;

    @Override
    public void append(final int database, final long address, final int length) {
        position += length;
        final String wire = Ascii.text(address, length);
        final List<String> arguments = new ArrayList<>();
        int at = wire.indexOf("\r\n") + 2;
        while (at < wire.length()) {
            final int lineEnd = wire.indexOf("\r\n", at);
            final int size = Integer.parseInt(wire.substring(at + 1, lineEnd));
            arguments.add(wire.substring(lineEnd + 2, lineEnd + 2 + size));
            at = lineEnd + 2 + size + 2;
        }
        if (!wire.startsWith("*" + arguments.size() + "\r\n")) {
            throw new AssertionError("arguments announced and given differ: " + wire);
        }
        commands.add(List.copyOf(arguments));
    }

    @Override
    public void beginUnit() {
        unitStart = commands.size();
    }

    /** As a log writes it: MULTI and EXEC stand around several commands. */
    @Override
    public void endUnit() {
        if (commands.size() - unitStart > 1) {
            commands.add(unitStart, List.of("MULTI"));
            commands.add(List.of("EXEC"));
        }
    }

    @Override
    public void commit() {
        // it keeps everything at once
    }

    /** What was appended since the last call, each command as its arguments. */
    public List<List<String>> take() {
        final List<List<String>> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    void enabled(final boolean yes) {
        enabled = yes;
    }

    @Override
    public boolean enabled() {
        return enabled;
    }

    @Override
    public boolean holdsReplies() {
        return false;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long durablePosition() {
        return position;
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public String writeError() {
        return null;
    }

    @Override
    public LogFigures figures() {
        return new LogFigures(position + 1000, 1000, 3, 4, 5);
    }
}
