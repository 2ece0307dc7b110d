package io.ringhold.tools.cli;

import java.io.PrintWriter;
import java.util.Locale;

import io.ringhold.tools.memory.source.ProgressListener;

/** A line on a terminal that is written over and is gone in the end. */
final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final String ERASE = "\r\u001b[K";
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean isTerminal;
    private long shownPerMille = -1;

    ProgressBar(final PrintWriter err, final boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    @Override
    public void onProgress(final long bytesDone, final long bytesInAll, final long keys) {
        final long perMille = bytesInAll == 0 ? 0 : bytesDone * 1000 / bytesInAll;
        if (perMille == shownPerMille) {
            return;
        }
        shownPerMille = perMille;
        final int done = (int) (perMille * WIDTH / 1000);
        err.print(ERASE + "[" + "#".repeat(done) + " ".repeat(WIDTH - done) + "]"
                + String.format(Locale.ROOT, " %5.1f%%  %,d keys", perMille / 10.0, keys));
        err.flush();
    }

    @Override
    public void close() {
        if (isTerminal) {
            err.print(ERASE);
            err.flush();
        }
    }
}
