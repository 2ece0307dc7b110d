package io.ringhold.server.eviction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.ringhold.server.oracle.resp.RespConnection;

/** A sequence of keys that an application looks up in a cache, and writes when they are not there. Immutable. */
final class CacheTrace {
    static final int BATCH = 50;

    private static final int FIRST_SCANNED = 10_000_000;
    private static final String VALUE = "v".repeat(64);

    private final String name;
    private final int[] keys;

    private CacheTrace(final String name, final int[] keys) {
        this.name = name;
        this.keys = keys;
    }

    /** What it is like. */
    String name() {
        return name;
    }

    /** Look-ups of keys that are the more frequent the smaller their number. */
    static CacheTrace zipf(final int count, final int keyCount, final double exponent, final long seed) {
        final double[] cumulative = new double[keyCount];
        double sum = 0;
        for (int i = 0; i < keyCount; i++) {
            sum += Math.pow(i + 1, -exponent);
            cumulative[i] = sum;
        }
        final Random random = new Random(seed);
        final int[] keys = new int[count];
        for (int i = 0; i < count; i++) {
            final int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            keys[i] = found < 0 ? Math.min(-found - 1, keyCount - 1) : found;
        }
        return new CacheTrace("zipf", keys);
    }

    /** The same with a scan now and then: keys that are used once and never again. */
    CacheTrace withScans(final int every, final int length) {
        final int[] polluted = new int[keys.length + keys.length / every * length];
        int at = 0;
        int next = FIRST_SCANNED;
        for (int i = 0; i < keys.length; i++) {
            polluted[at++] = keys[i];
            if ((i + 1) % every == 0) {
                for (int j = 0; j < length; j++) {
                    polluted[at++] = next++;
                }
            }
        }
        return new CacheTrace(name + " with scans", polluted);
    }

    /**
     * Looks all keys up on a server, in pipelines, and writes those that are missing.
     *
     * @return which part of the look-ups of the second half found its key; those of scans, which none can find, are left out
     */
    double replay(final RespConnection connection) {
        long hits = 0;
        long lookUps = 0;
        for (int from = 0; from < keys.length; from += BATCH) {
            final int to = Math.min(from + BATCH, keys.length);
            for (int i = from; i < to; i++) {
                connection.send("GET", name(keys[i]));
            }
            connection.flush();
            final Set<Integer> missing = new LinkedHashSet<>();
            for (int i = from; i < to; i++) {
                final boolean hit = !connection.read().isNull();
                if (!hit) {
                    missing.add(keys[i]);
                }
                if (i >= keys.length / 2 && keys[i] < FIRST_SCANNED) {
                    hits += hit ? 1 : 0;
                    lookUps++;
                }
            }
            write(connection, new ArrayList<>(missing));
        }
        return (double) hits / lookUps;
    }

    /** Writes the keys with the numbers from 0 on. */
    static void fill(final RespConnection connection, final int count) {
        for (int from = 0; from < count; from += BATCH) {
            final List<Integer> batch = new ArrayList<>();
            for (int i = from; i < Math.min(from + BATCH, count); i++) {
                batch.add(i);
            }
            write(connection, batch);
        }
    }

    private static void write(final RespConnection connection, final List<Integer> batch) {
        for (final int key : batch) {
            connection.send("SET", name(key), VALUE);
        }
        connection.flush();
        for (int i = 0; i < batch.size(); i++) {
            final String reply = connection.read().text();
            if (!reply.equals("OK")) {
                throw new AssertionError("SET: " + reply);
            }
        }
    }

    private static String name(final int key) {
        return "key:" + (100_000_000 + key);
    }
}
