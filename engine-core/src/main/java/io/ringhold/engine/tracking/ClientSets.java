package io.ringhold.engine.tracking;

import java.util.random.RandomGenerator;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;
import org.agrona.collections.LongArrayList;

/**
 * A set of clients under each of many strings: those that have read a key, those that want to hear of a prefix. A {@link Dict} whose elements
 * have this tail:
 *
 * <pre>
 *   | count (32 bits) | id (64 bits), ascending | ... | slack |
 * </pre>
 *
 * A slot is good until the next {@link #add} or removal. Engine thread; allocates nothing on the heap.
 */
final class ClientSets {
    /** No slot. */
    static final long NONE = Dict.NONE;

    private static final int IDS_OFFSET = Integer.BYTES;
    private static final int FREED_AT_ONCE = 256;

    private final Arena arena;
    private final Elements elements;
    private final Dict dict;
    private final LongArrayList dying = new LongArrayList();
    private long root;
    private long items;

    ClientSets(final Arena arena, final KeyHash hash) {
        this.arena = arena;
        this.elements = new Elements(arena, MemoryTag.TRACKING);
        this.dict = new Dict(elements, hash, MemoryTag.TRACKING);
    }

    /** Strings that have clients. */
    long size() {
        return root == 0 ? 0 : dict.size(root);
    }

    /** Clients of all strings together. */
    long items() {
        return items;
    }

    /** The slot of a string, or {@link #NONE}. */
    long find(final long hash, final long address, final int length) {
        return root == 0 ? NONE : dict.find(root, hash, address, length);
    }

    /** The slot of any string, or {@link #NONE} when there are none. */
    long random(final RandomGenerator source) {
        return root == 0 ? NONE : dict.random(root, source);
    }

    /** The element in a slot. */
    long element(final long slot) {
        return dict.element(slot);
    }

    /** Absolute address of an element's string. */
    long address(final long element) {
        return elements.memberAddress(element);
    }

    /** Length of an element's string. */
    int length(final long element) {
        return elements.memberLength(element);
    }

    /** How many clients an element has. */
    int count(final long element) {
        return arena.getInt(elements.tailOffset(element));
    }

    /** One of an element's clients. */
    long client(final long element, final int index) {
        return arena.getLong(elements.tailOffset(element) + IDS_OFFSET + (long) index * Long.BYTES);
    }

    /** Makes sure that a client is in the set of a string; false when there is no memory: nothing has changed then. */
    boolean add(final long hash, final long address, final int length, final long client) {
        if (root == 0) {
            root = dict.create();
        }
        if (root == 0) {
            return false;
        }
        final long slot = dict.find(root, hash, address, length);
        return slot == NONE ? addFirst(hash, address, length, client) : addTo(slot, client);
    }

    /** Takes a client out of the set in a slot, and the string when it was the last; true when the string has gone. */
    boolean remove(final long slot, final long client) {
        final long element = dict.element(slot);
        final int count = count(element);
        final int index = indexOf(element, count, client);
        if (index < 0) {
            return false;
        }
        if (count == 1) {
            free(take(slot));
            return true;
        }
        final long at = elements.tailOffset(element) + IDS_OFFSET + (long) index * Long.BYTES;
        arena.copy(at, at + Long.BYTES, (long) (count - 1 - index) * Long.BYTES);
        arena.putInt(elements.tailOffset(element), count - 1);
        items--;
        return false;
    }

    /** Takes a string and its clients out; the element is to be freed by {@link #free}. */
    long take(final long slot) {
        final long element = dict.element(slot);
        dict.remove(root, slot);
        items -= count(element);
        return element;
    }

    void free(final long element) {
        elements.free(element);
    }

    /** Takes all out; many are freed by {@link #freeSome}. */
    void clear() {
        if (root == 0) {
            return;
        }
        if (!dict.freeSome(root, FREED_AT_ONCE)) {
            dying.addLong(root);
        }
        root = 0;
        items = 0;
    }

    /** True when {@link #freeSome} has something to do. */
    boolean hasFreeWork() {
        return !dying.isEmpty();
    }

    /** Frees some hundreds of what was taken out. */
    void freeSome() {
        if (!dying.isEmpty() && dict.freeSome(dying.getLong(dying.size() - 1), FREED_AT_ONCE)) {
            dying.popLong();
        }
    }

    private boolean addFirst(final long hash, final long address, final int length, final long client) {
        final long element = elements.create(address, length, IDS_OFFSET + Long.BYTES);
        if (element == 0) {
            return false;
        }
        arena.putInt(elements.tailOffset(element), 1);
        arena.putLong(elements.tailOffset(element) + IDS_OFFSET, client);
        if (dict.insert(root, hash, element) == NONE) {
            elements.free(element);
            return false;
        }
        items++;
        return true;
    }

    private boolean addTo(final long slot, final long client) {
        long element = dict.element(slot);
        final int count = count(element);
        final int index = indexOf(element, count, client);
        if (index >= 0) {
            return true;
        }
        final long idBytes = (long) count * Long.BYTES;
        if (elements.tailOffset(element) - element + IDS_OFFSET + idBytes + Long.BYTES > arena.usableSize(element)) {
            element = elements.resizeTail(element, IDS_OFFSET + idBytes + Math.max(Long.BYTES, idBytes / 2));
            if (element == 0) {
                return false;
            }
            dict.replaceElement(slot, element);
        }
        final int place = -1 - index;
        final long at = elements.tailOffset(element) + IDS_OFFSET + (long) place * Long.BYTES;
        arena.copy(at + Long.BYTES, at, (long) (count - place) * Long.BYTES);
        arena.putLong(at, client);
        arena.putInt(elements.tailOffset(element), count + 1);
        items++;
        return true;
    }

    /** Where a client is, or -1 - where it would be. */
    private int indexOf(final long element, final int count, final long client) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            final long found = client(element, middle);
            if (found == client) {
                return middle;
            }
            if (found < client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }
}
