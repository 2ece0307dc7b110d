package io.ringhold.engine.hotkeys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.ringhold.offheap.memory.Memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The keys of greatest weight in a stream of keys and weights, found in a fixed number of entries: Space-Saving (A. Metwally, D. Agrawal, A. El
 * Abbadi, <i>Efficient Computation of Frequent and Top-k Elements in Data Streams</i>, ICDT 2005), with any weights instead of ones, and so
 * with a heap instead of lists of equal counts.
 *
 * <p>
 * A key that has no entry takes that of the least count, and inherits the count as its possible error. So a key's weight is at most its
 * count, and at least its count less its error; every key of more than total / capacity has an entry.
 *
 * <pre>
 *   index (open addressing, by hash) --&gt; entry: hash, name, count, error &lt;-- heap (least count first)
 * </pre>
 *
 * <p>
 * All memory is allocated once, on the heap: what is counted must not make a full server evict. Keys are told apart by their keyed hash and their length; of
 * their names {@value #NAME_BYTES} bytes are kept. Engine thread; {@link #add} and {@link #halve} allocate nothing.
 */
final class HeavyHitters {
    /** Bytes of a name that are kept. */
    static final int NAME_BYTES = 256;

    private static final int INDEX_SLOTS_PER_ENTRY = 4;

    /**
     * A key of great weight.
     *
     * @param name
     *            its first {@value #NAME_BYTES} bytes at the most, as Latin-1 text.
     * @param weight
     *            what it has at least.
     * @param error
     *            how much more it may have.
     */
    record Hitter(String name, long weight, long error) {}

    private final int capacity;
    private final int mask;
    /** Entry + 1 in each slot, 0 for none. */
    private final int[] index;
    private final int[] heap;
    /** Where in the heap an entry is. */
    private final int[] position;
    private final long[] hashes;
    private final long[] counts;
    private final long[] errors;
    private final int[] lengths;
    /** {@value #NAME_BYTES} bytes for each entry. */
    private final byte[] names;
    private int size;
    private long total;

    /**
     * @param capacity
     *            how many keys have entries, a power of two.
     */
    HeavyHitters(final int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("no power of two: " + capacity);
        }
        this.capacity = capacity;
        this.mask = capacity * INDEX_SLOTS_PER_ENTRY - 1;
        index = new int[capacity * INDEX_SLOTS_PER_ENTRY];
        heap = new int[capacity];
        position = new int[capacity];
        hashes = new long[capacity];
        counts = new long[capacity];
        errors = new long[capacity];
        lengths = new int[capacity];
        names = new byte[capacity * NAME_BYTES];
        numberEntries();
    }

    /** Without order, and with each entry once: those in use come first. */
    private void numberEntries() {
        for (int i = 0; i < capacity; i++) {
            heap[i] = i;
            position[i] = i;
        }
    }

    /** How many keys have an entry. */
    int size() {
        return size;
    }

    /** All weight that was added. */
    long total() {
        return total;
    }

    /**
     * Adds weight to a key.
     *
     * @param hash
     *            of the name.
     * @param weight
     *            not negative; 0 changes nothing.
     */
    void add(final long hash, final long nameAddress, final int nameLength, final long weight) {
        if (weight == 0) {
            return;
        }
        total += weight;
        int slot = home(hash);
        while (index[slot] != 0) {
            final int entry = index[slot] - 1;
            if (hashes[entry] == hash && lengths[entry] == nameLength) {
                counts[entry] += weight;
                sink(position[entry]);
                return;
            }
            slot = slot + 1 & mask;
        }
        final boolean full = size == capacity;
        final int entry = heap[full ? 0 : size];
        if (full) {
            leave(entry);
        }
        errors[entry] = full ? counts[entry] : 0;
        counts[entry] = errors[entry] + weight;
        hashes[entry] = hash;
        lengths[entry] = nameLength;
        Memory.copyToArray(nameAddress, names, entry * NAME_BYTES, Math.min(nameLength, NAME_BYTES));
        enter(entry);
        if (full) {
            sink(0);
        } else {
            rise(size++);
        }
    }

    /** Halves all weights: what was added long ago counts less and less. Keys of which nothing is left lose their entries. */
    void halve() {
        total >>= 1;
        for (int i = 0; i < size; i++) { // the order of the heap stays as it is
            final int entry = heap[i];
            counts[entry] >>= 1;
            errors[entry] = Math.min(errors[entry] + 1 >> 1, counts[entry]);
        }
        while (size > 0 && counts[heap[0]] == 0) {
            leave(heap[0]);
            size--;
            swap(0, size);
            sink(0);
        }
    }

    /** Forgets all keys. */
    void clear() {
        Arrays.fill(index, 0);
        size = 0;
        total = 0;
    }

    /** The keys that have certainly most weight, so many at the most, the heaviest first; allocates. */
    List<Hitter> top(final int count) {
        final List<Integer> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            entries.add(heap[i]);
        }
        return entries.stream().filter(entry -> counts[entry] > errors[entry])
                .sorted(Comparator.comparingLong((final Integer entry) -> errors[entry] - counts[entry]))
                .limit(count).map(this::hitter).toList();
    }

    private Hitter hitter(final int entry) {
        final String name = new String(names, entry * NAME_BYTES, Math.min(lengths[entry], NAME_BYTES), ISO_8859_1);
        return new Hitter(name, counts[entry] - errors[entry], errors[entry]);
    }

    private int home(final long hash) {
        return (int) (hash >>> Integer.SIZE) & mask;
    }

    private void enter(final int entry) {
        int slot = home(hashes[entry]);
        while (index[slot] != 0) {
            slot = slot + 1 & mask;
        }
        index[slot] = entry + 1;
    }

    /** Takes an entry out of the index, and moves those up that its place parted from their homes. */
    private void leave(final int entry) {
        int hole = home(hashes[entry]);
        while (index[hole] != entry + 1) {
            hole = hole + 1 & mask;
        }
        for (int slot = hole + 1 & mask; index[slot] != 0; slot = slot + 1 & mask) {
            final int distance = slot - home(hashes[index[slot] - 1]) & mask;
            if (distance >= (slot - hole & mask)) {
                index[hole] = index[slot];
                hole = slot;
            }
        }
        index[hole] = 0;
    }

    private void rise(final int from) {
        int at = from;
        while (at > 0 && counts[heap[at]] < counts[heap[at - 1 >> 1]]) {
            swap(at, at - 1 >> 1);
            at = at - 1 >> 1;
        }
    }

    private void sink(final int from) {
        int at = from;
        while (true) {
            int least = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                if (counts[heap[child]] < counts[heap[least]]) {
                    least = child;
                }
            }
            if (least == at) {
                return;
            }
            swap(at, least);
            at = least;
        }
    }

    private void swap(final int a, final int b) {
        final int entry = heap[a];
        heap[a] = heap[b];
        heap[b] = entry;
        position[heap[a]] = a;
        position[heap[b]] = b;
    }
}
