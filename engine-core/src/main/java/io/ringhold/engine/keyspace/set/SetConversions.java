package io.ringhold.engine.keyspace.set;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.intset.Intset;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Decimal;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_INTSET;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK;

/**
 * Makes sets ones of another encoding, and copies large ones. What needs memory says so when there is none: the set is then as it was. Engine
 * thread; allocates nothing on the heap.
 */
final class SetConversions {
    private final SetValues sets;
    private final Entries entries;
    private final Elements elements;
    private final KeyHash hash;
    private final Dict dict;
    private final Intset intset;
    /** Its views do not disturb those of the member that is being added. */
    private final Listpack listpack;
    private final SetCursor walk = new SetCursor();
    private final long scratch;

    /**
     * @param scratch
     *            address of {@link Decimal#MAX_LENGTH} bytes.
     */
    SetConversions(final SetValues sets, final Keyspace keyspace, final Intset intset, final long scratch) {
        this.sets = sets;
        this.entries = keyspace.entries();
        this.elements = keyspace.elements();
        this.hash = keyspace.hash();
        this.dict = keyspace.dict();
        this.intset = intset;
        this.listpack = new Listpack(keyspace.arena(), MemoryTag.LISTPACKS);
        this.scratch = scratch;
    }

    /** An intset becomes a listpack. */
    boolean toListpack(final long entry) {
        final long members = entries.externalReference(entry);
        long block = listpack.create();
        final int count = intset.count(members);
        for (int i = 0; i < count && block != 0; i++) {
            final long longer = listpack.appendInteger(block, intset.get(members, i));
            if (longer == 0) {
                listpack.free(block);
            }
            block = longer;
        }
        return turn(entry, ENCODING_LISTPACK, block);
    }

    /** An intset or a listpack becomes a dict. */
    boolean toDict(final long entry) {
        return turn(entry, ENCODING_HASHTABLE, dictOf(entry));
    }

    /** A dict of a set's members, or 0 when there is no memory. */
    long dictOf(final long entry) {
        final long root = dict.create();
        if (root == 0) {
            return 0;
        }
        for (boolean more = sets.first(entry, walk); more; more = sets.next(walk)) {
            if (!insertWalked(root)) {
                while (!dict.freeSome(root, SetValues.FREED_AT_ONCE)) {
                    // until it is gone
                }
                return 0;
            }
        }
        return root;
    }

    /** Adds the member that {@link #walk} is at to a dict, without a view that others would notice. */
    private boolean insertWalked(final long root) {
        final long address;
        final int length;
        switch (walk.encoding) {
            case ENCODING_INTSET -> {
                address = scratch;
                length = (int) (Decimal.write(address, intset.get(walk.root, (int) walk.place)) - address);
            }
            case ENCODING_LISTPACK -> {
                listpack.view(walk.root, (int) walk.place);
                address = listpack.viewAddress();
                length = listpack.viewLength();
            }
            default -> {
                final long element = dict.element(walk.place);
                address = elements.memberAddress(element);
                length = elements.memberLength(element);
            }
        }
        return sets.insert(root, hash.hash(address, length), address, length);
    }

    private boolean turn(final long entry, final int encoding, final long root) {
        if (root == 0) {
            return false;
        }
        entries.arena().free(entries.externalReference(entry));
        entries.external(entry, root, 0);
        entries.encoding(entry, encoding);
        return true;
    }
}
