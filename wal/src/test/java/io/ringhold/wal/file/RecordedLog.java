package io.ringhold.wal.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what the operator is told. Any thread. */
public final class RecordedLog implements OperatorLog {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    /** All lines. */
    public List<String> lines() {
        return lines;
    }

    /** Those of them that are warnings. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void notice(final String line) {
        lines.add(line);
    }

    @Override
    public void warning(final String line) {
        lines.add(line);
        warnings.add(line);
    }
}
