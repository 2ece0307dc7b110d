package io.ringhold.engine.keyspace;

import java.util.SplittableRandom;

import io.ringhold.offheap.keys.Entries;

/**
 * Keeps the 24 access bits of entries: a clock of seconds for LRU or, for LFU, the minute of the last decay (16 bits) and a
 * logarithmic counter (8 bits), as Redis' documentation of eviction describes them. Engine thread.
 */
public final class AccessTracker {
    private static final int CLOCK_MASK = 0xffffff;
    private static final int COUNTER_INITIAL = 5;
    private static final int COUNTER_MAX = 255;
    private static final int MINUTES_MASK = 0xffff;

    /**
     * What access bits mean at one moment. Immutable; any thread.
     *
     * @param lfu
     *            whether they are LFU counters, else LRU clocks.
     * @param seconds
     *            the LRU clock then.
     * @param minutes
     *            the clock of decay then.
     * @param decayMinutes
     *            lfu-decay-time.
     */
    public record Image(boolean lfu, int seconds, int minutes, int decayMinutes) {
        /** Seconds since an entry with such bits was last used. */
        public long idleSeconds(final int bits) {
            return AccessTracker.idleSeconds(bits, seconds);
        }

        /** The LFU counter in an entry's bits, decayed. */
        public int frequency(final int bits) {
            return AccessTracker.decayed(bits, minutes, decayMinutes);
        }
    }

    private final SplittableRandom random = new SplittableRandom();
    private boolean lfu;
    private boolean frozen;
    private int logFactor = 10;
    private int decayMinutes = 1;
    private int seconds;
    private int minutes;

    void nowMs(final long unixTimeMs) {
        final long unixSeconds = unixTimeMs / 1000;
        seconds = (int) unixSeconds & CLOCK_MASK;
        minutes = (int) (unixSeconds / 60) & MINUTES_MASK;
    }

    /** Chooses between LFU and LRU. */
    public void useLfu(final boolean use) {
        lfu = use;
    }

    /** While frozen, uses are not noted; entries that are written anew are new all the same. */
    public void frozen(final boolean yes) {
        frozen = yes;
    }

    /** True when the bits are an LFU counter. */
    public boolean isLfu() {
        return lfu;
    }

    /** Sets lfu-log-factor. */
    public void logFactor(final int factor) {
        logFactor = factor;
    }

    /** Sets lfu-decay-time; 0 means that counters never decay. */
    public void decayMinutes(final int newMinutes) {
        decayMinutes = newMinutes;
    }

    /** What access bits mean now. */
    public Image image() {
        return new Image(lfu, seconds, minutes, decayMinutes);
    }

    /** Bits of a new entry. */
    public int initial() {
        return lfu ? minutes << 8 | COUNTER_INITIAL : seconds;
    }

    /** Bits of an entry that was last used so many seconds ago; without meaning for LFU, for which they are those of a new entry. */
    public int ofIdleSeconds(final long idleSeconds) {
        return lfu ? initial() : (int) (seconds - idleSeconds) & CLOCK_MASK;
    }

    /** Bits of an entry with an LFU counter, from 0 to 255; without meaning for LRU, for which they are those of a new entry. */
    public int ofFrequency(final int frequency) {
        return lfu ? minutes << 8 | frequency : initial();
    }

    /** Notes that an entry is used. */
    public void touch(final Entries entries, final long entry) {
        final int bits = entries.access(entry);
        final int now = lfu ? minutes << 8 | incremented(decayed(bits)) : seconds;
        if (now != bits && !frozen) {
            entries.access(entry, now);
        }
    }

    /** Seconds since the entry was last used. */
    public long idleSeconds(final Entries entries, final long entry) {
        return idleSeconds(entries.access(entry), seconds);
    }

    /** The entry's LFU counter, decayed up to now. */
    public int frequency(final Entries entries, final long entry) {
        return decayed(entries.access(entry));
    }

    private static long idleSeconds(final int bits, final int seconds) {
        return (long) seconds - bits & CLOCK_MASK;
    }

    private int decayed(final int bits) {
        return decayed(bits, minutes, decayMinutes);
    }

    private static int decayed(final int bits, final int minutes, final int decayMinutes) {
        final int counter = bits & COUNTER_MAX;
        if (decayMinutes == 0) {
            return counter;
        }
        final int periods = (minutes - (bits >>> 8) & MINUTES_MASK) / decayMinutes;
        return Math.max(0, counter - periods);
    }

    private int incremented(final int counter) {
        if (counter == COUNTER_MAX) {
            return counter;
        }
        final int above = Math.max(0, counter - COUNTER_INITIAL);
        return random.nextDouble() < 1.0 / (above * logFactor + 1) ? counter + 1 : counter;
    }
}
