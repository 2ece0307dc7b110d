package io.ringhold.tools.memory.source;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.TableSizes;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.wal.rdb.load.ValueParts;

/**
 * Measures large values part by part, so that none is ever in memory as a whole.
 *
 * <p>
 * A part is built with the server's own code and measured to the byte, as a small value is. The figure of the value is the sum of those of its parts, but for
 * what the whole has only once: the entry with the key, which counts with the first part, and the hash tables, which are
 * taken out of each part and added in the end as one of all elements takes them ({@link TableSizes}). Elements of more than {@value #LONGEST_ELEMENT} bytes, which would
 * have a large part of their own, are not built: the size of their block follows from their length.
 *
 * <p>
 * The figure is exact for values of up to {@value #PART_BYTES} bytes, which have one part. Beyond that it is off by less than a hundredth: chance in how full
 * hash tables are, and the last node of each part's list, tree or map, which is not full. A sorted set whose members come in another order than that of their scores, as no server writes
 * them, may be off by more. One thread.
 */
final class LargeValues implements ValueParts, AutoCloseable {
    static final int PART_BYTES = 4 << 20;
    static final int LONGEST_ELEMENT = 1 << 20;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final TableSizes tables;
    private final ValueProbe probe;
    private final KeyFigures figures;
    private final int longestElement;
    private final PartListener listener;
    private long before;
    private long bytes;
    private long elements;
    private long timedFields;
    private boolean hasBegun;
    private boolean hasTables;

    /** Is shown each part before it is freed, and told how far the file has been read. */
    interface PartListener {
        /** Shows a part. */
        void onPart(long entry, boolean isFirst);

        /** What lies before an offset of the file will not be read again. */
        void passed(long offset);
    }

    /**
     * @param figures
     *            of the value that is read.
     */
    LargeValues(final Keyspace keyspace, final EncodingLimits limits, final ValueProbe probe, final KeyFigures figures,
            final PartListener listener) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.tables = new TableSizes(keyspace);
        this.probe = probe;
        this.figures = figures;
        // an element that may be in a listpack is to be built
        this.longestElement = (int) Math.min(Integer.MAX_VALUE, Math.max(LONGEST_ELEMENT, limits.longestCompact()));
        this.listener = listener;
    }

    /** To be called before each value, large or not. */
    void beforeValue() {
        before = keyspace.valueBytes();
        hasBegun = false;
    }

    @Override
    public long partBytes() {
        return PART_BYTES;
    }

    @Override
    public int longestElement() {
        return longestElement;
    }

    @Override
    public void part(final long entry) {
        final boolean isFirst = !hasBegun;
        if (isFirst) {
            begin(entry);
        } else {
            bytes -= arena.usableSize(entry);
        }
        final long ofTables = tables.usedBytes(entry);
        hasTables |= ofTables > 0;
        bytes += keyspace.valueBytes() - before - ofTables;
        elements += tables.elements(entry);
        timedFields += tables.timedFields(entry);
        probe.addPart(entry);
        listener.onPart(entry, isFirst);
    }

    @Override
    public void passed(final long offset) {
        listener.passed(offset);
    }

    private void begin(final long entry) {
        hasBegun = true;
        hasTables = false;
        bytes = 0;
        elements = 0;
        timedFields = 0;
        probe.begin(entry, figures);
    }

    @Override
    public void longElement(final long address, final int shownBytes, final LongElement element) {
        bytes += element.usedBytes();
        elements++;
        timedFields += element.isTimed() ? 1 : 0;
        probe.addLong(address, shownBytes, element.bytes(), element.longest());
    }

    @Override
    public void longString(final long entry, final long length) {
        begin(entry);
        bytes = keyspace.valueBytes() - before - arena.usableSize(entries.externalReference(entry))
                + Arena.usableSizeFor(length);
        probe.addLongString(length);
    }

    @Override
    public void groups(final long more) {
        bytes += more;
    }

    /** Fills in the figures of the value, all parts of which have come. */
    void finish() {
        if (hasTables) {
            bytes += tables.usedBytesOf(elements) + (timedFields == 0 ? 0 : tables.usedBytesOf(timedFields));
        }
        figures.bytes = MemoryReport.SLOT_BYTES + bytes;
        probe.finish();
    }

    @Override
    public void close() {
        tables.close();
    }
}
