package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;
import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.gather.GrowthCounter;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.rdb.RdbFile;
import io.ringhold.tools.rdb.ToolArena;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.rdb.load.RdbException;
import io.ringhold.wal.rdb.load.RdbWalker;

/**
 * Analyses a dump, and compares it with an older one. One thread; large values are measured part by part ({@link LargeValues}), so a dump of any size takes
 * some megabytes, and 24 bytes for each key of the older dump.
 */
public final class RdbAnalysis {
    private static final long PROGRESS_BYTES = 1 << 20;
    private static final long DATABASE_FACTOR = 0x9e3779b97f4a7c15L;

    private final EncodingLimits limits;
    private final Gatherer.Limits kept;
    private final boolean isTrying;
    private final ProgressListener progress;
    /** One for all, so that values that have not changed are of the same size in both dumps. */
    private final KeyHash hash = new KeyHash();

    /**
     * @param limits
     *            settings of the server that values are built for.
     * @param isTrying
     *            whether to find out what other limits would do, which takes about as long again.
     */
    public RdbAnalysis(final EncodingLimits limits, final Gatherer.Limits kept, final boolean isTrying,
            final ProgressListener progress) {
        this.limits = limits;
        this.kept = kept;
        this.isTrying = isTrying;
        this.progress = progress;
    }

    /**
     * Analyses a dump.
     *
     * @param name
     *            how the report names it.
     * @param nowMs
     *            Unix time that expiries are compared with.
     * @throws IOException
     *             when a file cannot be read or is broken; one line for the operator.
     */
    public MemoryReport run(final Path dump, final String name, final long nowMs) throws IOException {
        final Gatherer gatherer = new Gatherer(kept, nowMs, Optional.empty());
        return run(dump, name, gatherer);
    }

    /**
     * Analyses a dump, and tells what has changed since an older one.
     *
     * @param oldName
     *            how the report names the older one.
     * @throws IOException
     *             as the other.
     */
    public MemoryReport compare(final Path old, final String oldName, final Path dump, final String name,
            final long nowMs) throws IOException {
        try (Arena arena = ToolArena.reserve("ledger");
                GrowthCounter growth = new GrowthCounter(oldName, arena)) {
            final Gatherer gatherer = new Gatherer(kept, nowMs, Optional.of(growth));
            try (RdbFile file = open(old)) {
                final KeyFigures figures = new KeyFigures();
                // what is seen in values of the older dump is not for the report
                final ValueProbe probe = new ValueProbe(file.keyspace(),
                        new Gatherer(new Gatherer.Limits(0, 1, 1), nowMs, Optional.empty()));
                walk(file, old, new Measuring(file, figures, probe, null, () -> gatherer.addBefore(figures)));
            }
            return run(dump, name, gatherer);
        }
    }

    private MemoryReport run(final Path dump, final String name, final Gatherer gatherer) throws IOException {
        try (RdbFile file = open(dump);
                ThresholdTrials trials = isTrying ? new ThresholdTrials(file.keyspace(), limits, hash) : null) {
            final KeyFigures figures = new KeyFigures();
            final ValueProbe probe = new ValueProbe(file.keyspace(), gatherer);
            walk(file, dump, new Measuring(file, figures, probe, trials, () -> gatherer.add(figures)));
            return gatherer.report(name, tableBytes(gatherer.keysByDatabase()),
                    trials == null ? List.of() : trials.result());
        }
    }

    private RdbFile open(final Path path) throws IOException {
        final RdbFile file;
        try {
            file = new RdbFile(path, hash);
        } catch (final IOException e) {
            throw new IOException("cannot open " + path + ": " + FileErrors.reason(e), e);
        }
        limits.applyTo(file.keyspace());
        return file;
    }

    private void walk(final RdbFile file, final Path path, final Measuring measuring) throws IOException {
        try (measuring; RdbWalker walker = file.walk(measuring, measuring.large)) {
            walker.walk();
            if (measuring.isBroken) {
                throw new IOException("cannot read " + path + ": the checksum at its end is wrong");
            }
        } catch (final RdbException e) {
            throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Bytes of key tables with so many keys. */
    private static long tableBytes(final List<Long> keysByDatabase) {
        long bytes = 0;
        for (final long keys : keysByDatabase) {
            bytes += keys == 0 ? 0 : KeyTable.bytesFor(keys);
        }
        return bytes;
    }

    /** Measures values as they come. */
    private final class Measuring implements RdbWalker.Visitor, LargeValues.PartListener, AutoCloseable {
        private final RdbFile file;
        private final Keyspace keyspace;
        private final KeyFigures figures;
        private final ValueProbe probe;
        /** Or null. */
        private final ThresholdTrials trials;
        /** What is done with a key whose figures are there. */
        private final Runnable step;
        private final LargeValues large;
        private long before;
        private long keys;
        private long shown;
        private boolean isBroken;

        Measuring(final RdbFile file, final KeyFigures figures, final ValueProbe probe, final ThresholdTrials trials,
                final Runnable step) {
            this.file = file;
            this.keyspace = file.keyspace();
            this.figures = figures;
            this.probe = probe;
            this.trials = trials;
            this.step = step;
            this.large = new LargeValues(keyspace, limits, probe, figures, this);
            figures.database = 0;
        }

        @Override
        public void database(final long index) {
            figures.database = index < 0 || index > Gatherer.LAST_DATABASE ? Gatherer.LAST_DATABASE : (int) index;
        }

        @Override
        public void beforeValue(final long keyAddress, final int keyLength) {
            before = keyspace.valueBytes();
            large.beforeValue();
            figures.key(keyAddress, keyLength);
            figures.hash = hash.hash(keyAddress, keyLength) ^ figures.database * DATABASE_FACTOR;
        }

        @Override
        public void end(final long statedChecksum, final long computedChecksum) {
            isBroken = statedChecksum != 0 && statedChecksum != computedChecksum;
        }

        @Override
        public void key(final long entry) {
            keys++;
            figures.bytes = MemoryReport.SLOT_BYTES + keyspace.valueBytes() - before;
            probe.measure(entry, figures);
            step.run();
            if (trials != null) {
                trials.run(entry, figures, probe.isAllIntegers());
            }
        }

        @Override
        public void keyInParts() {
            keys++;
            large.finish();
            step.run();
        }

        @Override
        public void onPart(final long entry, final boolean isFirst) {
            if (trials != null) {
                trials.runPart(entry, isFirst);
            }
        }

        @Override
        public void passed(final long offset) {
            if (offset - shown >= PROGRESS_BYTES) {
                shown = offset;
                file.passed(shown);
                progress.onProgress(shown, file.length(), keys);
            }
        }

        @Override
        public void close() {
            large.close();
        }
    }
}
