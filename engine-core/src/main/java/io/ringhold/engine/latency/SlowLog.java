package io.ringhold.engine.latency;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.spec.CommandFlag;

/**
 * The newest commands that took long, as SLOWLOG shows them. Arguments are kept shortened, and passwords are not kept. Engine thread;
 * allocates for each entry.
 */
public final class SlowLog {
    /**
     * One slow command.
     *
     * @param id
     *            grows by one with each entry, and never starts anew.
     * @param unixSeconds
     *            when it ended.
     * @param micros
     *            how long it took.
     * @param arguments
     *            Latin-1 text, shortened.
     * @param client
     *            address.
     * @param clientName
     *            as set by CLIENT SETNAME; empty when none was.
     */
    public record Entry(long id, long unixSeconds, long micros, List<String> arguments, String client,
            String clientName) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId;
    private long thresholdMicros;
    private long maxLength;

    /**
     * Sets what is kept.
     *
     * @param fromMicros
     *            least duration; negative keeps nothing, and leaves what is kept as it is.
     * @param newMaxLength
     *            most entries.
     */
    void limits(final long fromMicros, final long newMaxLength) {
        thresholdMicros = fromMicros;
        maxLength = newMaxLength;
        if (fromMicros >= 0) {
            trim();
        }
    }

    /** Least duration in ns that is kept; {@link Long#MAX_VALUE} when nothing is. */
    long thresholdNs() {
        return thresholdMicros < 0 ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(thresholdMicros);
    }

    /** Keeps the command that ran, if it took long enough and may be kept. */
    void executed(final CommandContext context, final long elapsedNs, final long nowMs) {
        if (elapsedNs < thresholdNs() || context.command().spec().has(CommandFlag.SKIP_SLOWLOG)) {
            return;
        }
        final Session session = context.session();
        entries.addFirst(new Entry(nextId++, TimeUnit.MILLISECONDS.toSeconds(nowMs),
                TimeUnit.NANOSECONDS.toMicros(elapsedNs), ShownArguments.of(context), session.address().peer(),
                session.name()));
        trim();
    }

    /** The newest entries, the newest first, at most so many. */
    public List<Entry> newest(final long count) {
        return entries.stream().limit(count).toList();
    }

    public int size() {
        return entries.size();
    }

    /** Forgets all entries. */
    public void clear() {
        entries.clear();
    }

    private void trim() {
        while (entries.size() > maxLength) {
            entries.removeLast();
        }
    }
}
