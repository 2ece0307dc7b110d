package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Tells what hash tables take: those of a value, and one of any number of elements without making it. What else a large collection takes is the sum of
 * what its parts take; a table is not, because it grows in steps.
 *
 * <p>
 * A table of many elements is guessed from a small one: the number is halved until it is at most {@value #SAMPLE}, a table of so many is made, and its
 * bytes are doubled as often. A dict grows by splitting its segments in turn, so halving the number of elements
 * halves that of the segments at each level and leaves alone how full they are. What remains is chance: each segment has some more or fewer elements,
 * of which a sample of some 200 segments leaves less than a hundredth, a table being at most a third of a value. Engine thread; allocates nothing on
 * the heap.
 */
public final class TableSizes implements AutoCloseable {
    static final int SAMPLE = 1 << 16;

    private final Keyspace keyspace;
    private final Entries entries;
    private final Elements elements;
    private final Dict dict;
    private final NativeBuffer member = new NativeBuffer(Integer.BYTES);

    /** For values of a keyspace, in whose arena the samples are made. */
    public TableSizes(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.elements = new Elements(keyspace.arena(), MemoryTag.DICT);
        this.dict = new Dict(elements, keyspace.hash());
        member.ensure(Integer.BYTES);
    }

    /** Bytes of the hash tables of a value, the elements not included; 0 when it has none. */
    public long usedBytes(final long entry) {
        final long root = entries.isExternal(entry) ? entries.externalReference(entry) : 0;
        return switch (entries.encoding(entry)) {
            case ValueType.ENCODING_HASHTABLE -> dict.usedBytes(root);
            case ValueType.ENCODING_SKIPLIST -> dict.usedBytes(keyspace.scoredMembers().dictOf(root));
            case ValueType.ENCODING_HASHTABLE_EX -> dict.usedBytes(keyspace.hashes().dictOf(entry))
                    + dict.usedBytes(keyspace.scoredMembers().dictOf(keyspace.hashes().timesOf(entry)));
            default -> 0;
        };
    }

    /** How many elements the hash table of a value refers to; 0 when it has none. */
    public long elements(final long entry) {
        return switch (entries.encoding(entry)) {
            case ValueType.ENCODING_HASHTABLE -> entries.type(entry) == ValueType.SET
                    ? keyspace.sets().size(entry)
                    : keyspace.hashes().sizeWithDue(entry);
            case ValueType.ENCODING_HASHTABLE_EX -> keyspace.hashes().sizeWithDue(entry);
            case ValueType.ENCODING_SKIPLIST -> keyspace.sortedSets().size(entry);
            default -> 0;
        };
    }

    /** How many fields of a large hash expire, for which there is a further table; 0 when it has none. */
    public long timedFields(final long entry) {
        return entries.encoding(entry) == ValueType.ENCODING_HASHTABLE_EX
                ? keyspace.scoredMembers().size(keyspace.hashes().timesOf(entry))
                : 0;
    }

    /**
     * Bytes of a hash table of so many elements, which are not included.
     *
     * @throws IllegalStateException
     *             when there is no memory for a sample.
     */
    public long usedBytesOf(final long count) {
        int halvings = 0;
        while (count >> halvings > SAMPLE) {
            halvings++;
        }
        final int sample = (int) (count >> halvings);
        final long root = dict.create();
        boolean isComplete = root != 0;
        for (int i = 0; isComplete && i < sample; i++) {
            isComplete = insert(root, i);
        }
        final long bytes = isComplete ? dict.usedBytes(root) << halvings : 0;
        boolean isFreed = root == 0;
        while (!isFreed) {
            isFreed = dict.freeSome(root, SAMPLE);
        }
        if (!isComplete) {
            throw new IllegalStateException("no memory in the arena");
        }
        return bytes;
    }

    private boolean insert(final long root, final int number) {
        Memory.putInt(member.address(), number);
        final long element = elements.create(member.address(), Integer.BYTES, 0);
        if (element != 0 && dict.insert(root, keyspace.hash().hash(member.address(), Integer.BYTES),
                element) == Dict.NONE) {
            elements.free(element);
            return false;
        }
        return element != 0;
    }

    /** Gives scratch memory back; must be called once. */
    @Override
    public void close() {
        member.close();
    }
}
