package io.ringhold.engine.keyspace;

import java.util.SplittableRandom;

import io.ringhold.offheap.keys.Entries;

/**
 * Keeps the 32 access bits of entries, which are a clock or, for LFU, a clock and a counter. Engine thread.
 *
 * <pre>
 *   LRU, LRM  | time of the last use or change, in 8 ms, 32 bits        |   wraps after 397 days
 *   LFU       | minute of the last use, 16 bits | counter, 8.8 bits      |   wraps after 45 days
 * </pre>
 *
 * <p>
 * The counter is Redis', as its documentation of eviction describes: it grows the more slowly the higher it is, and loses one for each
 * {@code lfu-decay-time} without use. What Redis adds by chance, one with a probability of 1/n, is added here as the n-th part. So keys whose
 * counters look the same still have an order, as have those that were used within the same second: both matter when much is evicted.
 */
public final class AccessTracker {
    private static final int UNIT_SHIFT = 3;
    private static final int UNITS_PER_SECOND = 1000 >>> UNIT_SHIFT;
    /** A 64th of the range of clocks stands for times in the future. */
    private static final int SET_BACK_SHIFT = 6;
    private static final long UNITS_MASK = 0xffffffffL;
    private static final long MAX_IDLE_SECONDS = (UNITS_MASK - (UNITS_MASK >>> SET_BACK_SHIFT)) / UNITS_PER_SECOND;
    private static final int MS_PER_MINUTE = 60_000;
    private static final int MINUTES_SHIFT = 16;
    private static final int MINUTES_MASK = 0xffff;
    private static final int COUNTER_MASK = 0xffff;
    private static final int FRACTION_BITS = 8;
    private static final int ONE = 1 << FRACTION_BITS;
    private static final int COUNTER_INITIAL = 5;
    private static final int COUNTER_MAX = 255 << FRACTION_BITS;

    /**
     * What access bits mean at one moment. Immutable; any thread.
     *
     * @param lfu
     *            whether they are LFU counters, else clocks.
     * @param units
     *            the clock of LRU then.
     * @param minutes
     *            the clock of LFU then.
     * @param decayMinutes
     *            lfu-decay-time.
     */
    public record Image(boolean lfu, int units, int minutes, int decayMinutes) {
        /** Seconds since an entry with such bits was last used. */
        public long idleSeconds(final int bits) {
            return idleUnits(bits, units) / UNITS_PER_SECOND;
        }

        /** The LFU counter in an entry's bits, decayed. */
        public int frequency(final int bits) {
            return AccessTracker.decayed(bits, minutes, decayMinutes) >>> FRACTION_BITS;
        }
    }

    private final SplittableRandom random = new SplittableRandom();
    private boolean lfu;
    private boolean frozen;
    private boolean readsCount = true;
    private int logFactor = 10;
    private int decayMinutes = 1;
    /** The clock of LRU, which does not wrap, and the bits of it that entries have room for. */
    private long nowUnits;
    private int units;
    private int minutes;

    void nowMs(final long unixTimeMs) {
        nowUnits = unixTimeMs >>> UNIT_SHIFT;
        units = (int) nowUnits;
        minutes = (int) (unixTimeMs / MS_PER_MINUTE) & MINUTES_MASK;
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

    /** Sets whether reading a key counts as use; not for LRM, which only writes move. */
    public void readsCount(final boolean count) {
        readsCount = count;
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
        return new Image(lfu, units, minutes, decayMinutes);
    }

    /** Bits of a new entry. */
    public int initial() {
        return lfu ? lfuBits(COUNTER_INITIAL << FRACTION_BITS) : units;
    }

    /** Bits of an entry that was last used so many seconds ago; without meaning for LFU, for which they are those of a new entry. */
    public int ofIdleSeconds(final long idleSeconds) {
        return lfu ? initial() : units - (int) (Math.min(idleSeconds, MAX_IDLE_SECONDS) * UNITS_PER_SECOND);
    }

    /** Bits of an entry with an LFU counter, from 0 to 255; without meaning for LRU, for which they are those of a new entry. */
    public int ofFrequency(final int frequency) {
        return lfu ? lfuBits(frequency << FRACTION_BITS) : initial();
    }

    /** Notes that an entry is read. */
    void read(final Entries entries, final long entry) {
        if (readsCount) {
            written(entries, entry);
        }
    }

    /** Notes that an entry is used by a command that may change it. */
    void written(final Entries entries, final long entry) {
        final int bits = entries.access(entry);
        final int now = lfu ? lfuBits(incremented(decayed(bits))) : units;
        if (now != bits && !frozen) {
            entries.access(entry, now);
        }
    }

    /** Seconds since the entry was last used. */
    public long idleSeconds(final Entries entries, final long entry) {
        return idleUnits(entries.access(entry), units) / UNITS_PER_SECOND;
    }

    /** The entry's LFU counter, decayed up to now. */
    public int frequency(final Entries entries, final long entry) {
        return decayed(entries.access(entry)) >>> FRACTION_BITS;
    }

    /**
     * Where an entry stands in the order of eviction: of two the one with the smaller number is to go first. Numbers of different moments can be
     * compared. LRU and LRM: by the time of the last use; LFU: by the counter.
     */
    public long rank(final Entries entries, final long entry) {
        final int bits = entries.access(entry);
        return lfu ? decayed(bits) : nowUnits - idleUnits(bits, units);
    }

    private static long idleUnits(final int bits, final int units) {
        final long idle = units - bits & UNITS_MASK;
        // the clock was set back a little: used just now, not a year ago
        return idle > UNITS_MASK - (UNITS_MASK >>> SET_BACK_SHIFT) ? 0 : idle;
    }

    private int lfuBits(final int counter) {
        return minutes << MINUTES_SHIFT | counter;
    }

    private int decayed(final int bits) {
        return decayed(bits, minutes, decayMinutes);
    }

    private static int decayed(final int bits, final int minutes, final int decayMinutes) {
        final int counter = bits & COUNTER_MASK;
        if (decayMinutes == 0) {
            return counter;
        }
        final int passed = minutes - (bits >>> MINUTES_SHIFT) & MINUTES_MASK;
        final int periods = passed > MINUTES_MASK - (MINUTES_MASK >>> SET_BACK_SHIFT) ? 0 : passed / decayMinutes;
        return Math.max(0, counter - (periods << FRACTION_BITS));
    }

    private int incremented(final int counter) {
        final int above = Math.max(0, (counter >>> FRACTION_BITS) - COUNTER_INITIAL);
        // what is less than the smallest part is added by chance
        final double part = ONE / ((double) above * logFactor + 1) + random.nextDouble();
        return Math.min(COUNTER_MAX, counter + (int) part);
    }
}
