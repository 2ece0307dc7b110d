package io.ringhold.engine.client;

import java.util.Comparator;
import java.util.List;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session.Closing;

/**
 * Closes the clients that take the most memory while all together take more than {@code maxmemory-clients}; CLIENT NO-EVICT exempts
 * some. Looks at the total between two turns of the engine, and at single clients only when it is too high. Engine thread.
 */
public final class ClientEviction {
    /** A lower limit counts as this: the buffers of a few requests under way must fit. */
    static final long LEAST_LIMIT_BYTES = 1 << 20;
    /** How long not to look again when closing clients does not help, or memory of closed ones is not free yet. */
    private static final long RETRY_MS = 10;
    private static final int PERCENT = 100;

    private final Engine engine;
    private final ClientMemory memory;
    private long retryAtMs;

    public ClientEviction(final Engine engine) {
        this.engine = engine;
        this.memory = engine.clientMemory();
    }

    /** Closes clients if the total is too high. */
    public void enforce() {
        final long limit = limitBytes();
        if (limit != 0 && memory.totalBytes() > limit && engine.keyspace().nowMs() >= retryAtMs) {
            closeBiggest(limit);
        }
    }

    /** The limit in force, 0 when there is none. */
    private long limitBytes() {
        final long setting = engine.settings().maxmemoryClients.value();
        if (setting == 0) {
            return 0;
        }
        // negative numbers are percents of maxmemory, and without that there is no limit
        final long bytes = setting > 0
                ? setting
                : (long) (engine.settings().maxmemory.value() * (double) -setting / PERCENT);
        return bytes == 0 ? 0 : Math.max(bytes, LEAST_LIMIT_BYTES);
    }

    private void closeBiggest(final long limit) {
        final List<Candidate> candidates = engine.sessions().all().stream()
                .filter(session -> session.closing() != Closing.NOW)
                .map(session -> new Candidate(session, memory.bytesOf(session)))
                .sorted(Comparator.comparingLong(Candidate::bytes).reversed()).toList();
        long left = candidates.stream().mapToLong(Candidate::bytes).sum();
        boolean closed = false;
        for (final Candidate candidate : candidates) {
            if (left <= limit || candidate.bytes == 0) {
                break;
            }
            if (!candidate.session.evictionExempt()) {
                evict(candidate.session);
                left -= candidate.bytes;
                closed = true;
            }
        }
        if (!closed || left > limit) {
            retryAtMs = engine.keyspace().nowMs() + RETRY_MS;
        }
    }

    private void evict(final Session session) {
        final StringBuilder line = new StringBuilder("Evicting client: ");
        ClientDescription.append(line, session, engine);
        engine.control().log('*', line.toString().stripTrailing());
        engine.statistics().clientEvicted();
        session.close(Closing.NOW);
        session.signal();
    }

    private record Candidate(Session session, long bytes) {}
}
