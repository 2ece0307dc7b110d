package io.ringhold.wal.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files make up the log. Immutable.
 *
 * @param base
 *            loaded first; null when there is none.
 * @param history
 *            files that are no longer needed.
 * @param increments
 *            loaded after the base, in this order.
 */
public record Manifest(ManifestEntry base, List<ManifestEntry> history, List<ManifestEntry> increments) {
    /** The manifest of a log without files. */
    public static final Manifest EMPTY = new Manifest(null, List.of(), List.of());

    /** Copies the lists. */
    public Manifest {
        history = List.copyOf(history);
        increments = List.copyOf(increments);
    }

    /** The files to replay, in order. */
    public List<ManifestEntry> toReplay() {
        return Stream.concat(Stream.ofNullable(base), increments.stream()).toList();
    }

    /** The same, without files that are no longer needed and have been deleted. */
    public Manifest without(final Collection<ManifestEntry> deleted) {
        return new Manifest(base, history.stream().filter(entry -> !deleted.contains(entry)).toList(), increments);
    }

    /** The number of the next increment. */
    public long nextIncrementSequence() {
        return increments.isEmpty() ? 1 : increments.getLast().sequence() + 1;
    }

    /** An increment, named after {@code logName} as Redis names it. */
    public static ManifestEntry increment(final String logName, final long sequence) {
        return new ManifestEntry(logName + '.' + sequence + ".incr.aof", sequence, ManifestEntry.Type.INCREMENT);
    }

    /** The same, with one more file to append to. */
    public Manifest withIncrement(final ManifestEntry increment) {
        final List<ManifestEntry> longer = new ArrayList<>(increments);
        longer.add(increment);
        return new Manifest(base, history, longer);
    }

    /** The same, with the next increment. */
    public Manifest withNextIncrement(final String logName) {
        return withIncrement(increment(logName, nextIncrementSequence()));
    }

    /** The number of the base that would take the place of the one here. */
    public long nextBaseSequence() {
        return base == null ? 1 : base.sequence() + 1;
    }

    /** A base, named after {@code logName} as Redis names it. */
    public static ManifestEntry base(final String logName, final long sequence, final boolean rdb) {
        return new ManifestEntry(logName + '.' + sequence + (rdb ? ".base.rdb" : ".base.aof"), sequence,
                ManifestEntry.Type.BASE);
    }

    /** A new base and what follows it; all other files are history. */
    public Manifest rewritten(final ManifestEntry newBase, final List<ManifestEntry> following) {
        final Stream<ManifestEntry> superseded = toReplay().stream().filter(entry -> !following.contains(entry))
                .map(entry -> new ManifestEntry(entry.name(), entry.sequence(), ManifestEntry.Type.HISTORY));
        return new Manifest(newBase, Stream.concat(history.stream(), superseded).toList(), following);
    }

    /** The text of the manifest file: base, history, increments. */
    String format() {
        final StringBuilder text = new StringBuilder();
        Stream.of(Stream.ofNullable(base), history.stream(), increments.stream()).flatMap(entries -> entries)
                .forEach(entry -> text.append(ManifestLine.format(entry)));
        return text.toString();
    }

    /** Collects lines and refuses those that do not go together. */
    static final class Builder {
        private ManifestEntry base;
        private final List<ManifestEntry> history = new ArrayList<>();
        private final List<ManifestEntry> increments = new ArrayList<>();
        private boolean empty = true;

        void add(final ManifestEntry entry) {
            empty = false;
            switch (entry.type()) {
                case BASE -> {
                    if (base != null) {
                        throw new ManifestException("Found duplicate base file information");
                    }
                    base = entry;
                }
                case HISTORY -> history.add(entry);
                case INCREMENT -> {
                    if (!increments.isEmpty() && entry.sequence() <= increments.getLast().sequence()) {
                        throw new ManifestException("Found a non-monotonic sequence number");
                    }
                    increments.add(entry);
                }
                default -> throw new AssertionError(entry.type());
            }
        }

        Manifest build() {
            if (empty) {
                throw new ManifestException("Found an empty AOF manifest");
            }
            return new Manifest(base, history, increments);
        }
    }
}
