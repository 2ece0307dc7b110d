package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.rdb.RdbFile;
import io.ringhold.wal.rdb.load.RdbException;
import io.ringhold.wal.rdb.load.RdbWalker;

/**
 * What is found out of a value.
 *
 * @param highWaterBytes
 *            the most that the arena held meanwhile.
 * @param parts
 *            values that were measured part by part.
 */
record LargeValueMeasure(KeyFigures figures, MemoryReport report, long highWaterBytes, int parts) {
    /** A part, the longest element that is built, what is kept ready, and what a part is beyond its limit. */
    static final long MOST_BYTES = LargeValues.PART_BYTES + 2L * LargeValues.LONGEST_ELEMENT;

    /** Measures the only value of a dump, with large ones part by part or built whole. */
    static LargeValueMeasure of(final Path path, final boolean inParts) throws IOException, RdbException {
        final Gatherer gatherer = new Gatherer(Gatherer.Limits.DEFAULT, 0, Optional.empty());
        final KeyFigures figures = new KeyFigures();
        final int[] parts = new int[1];
        try (RdbFile file = new RdbFile(path, ValueFixture.HASH)) {
            EncodingLimits.defaults().applyTo(file.keyspace());
            final ValueProbe probe = new ValueProbe(file.keyspace(), gatherer);
            final LargeValues.PartListener listener = new LargeValues.PartListener() {
                @Override
                public void onPart(final long entry, final boolean isFirst) {}

                @Override
                public void passed(final long offset) {
                    file.passed(offset);
                }
            };
            try (LargeValues large = new LargeValues(file.keyspace(), EncodingLimits.defaults(), probe, figures,
                    listener)) {
                final RdbWalker.Visitor visitor = new RdbWalker.Visitor() {
                    private long before;

                    @Override
                    public void beforeValue(final long keyAddress, final int keyLength) {
                        before = file.keyspace().valueBytes();
                        figures.key(keyAddress, keyLength);
                        large.beforeValue();
                    }

                    @Override
                    public void key(final long entry) {
                        figures.bytes = MemoryReport.SLOT_BYTES + file.keyspace().valueBytes() - before;
                        probe.measure(entry, figures);
                    }

                    @Override
                    public void keyInParts() {
                        parts[0]++;
                        large.finish();
                    }
                };
                try (RdbWalker walker = inParts ? file.walk(visitor, large) : file.walk(visitor)) {
                    walker.walk();
                }
                gatherer.add(figures);
                return new LargeValueMeasure(figures, gatherer.report("", 0, List.of()), file.arena().highWaterBytes(),
                        parts[0]);
            }
        }
    }
}
