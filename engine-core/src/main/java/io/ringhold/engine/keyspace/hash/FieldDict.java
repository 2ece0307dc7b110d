package io.ringhold.engine.keyspace.hash;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.Relocation;
import io.ringhold.engine.keyspace.ScoredMembers;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.Evacuation;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.dict.DictRelocator;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;

import static io.ringhold.engine.keyspace.hash.TimedHashDescriptor.DICT_OFFSET;
import static io.ringhold.engine.keyspace.hash.TimedHashDescriptor.TIMES_OFFSET;

/**
 * Large hashes: dicts of {@link FieldElements}, alone, or, when fields expire, with their times: {@link ScoredMembers} that are the names of those
 * fields. A timed hash is named by a block that refers to both ({@link TimedHashDescriptor}). What needs memory says so when there is none: nothing has changed then.
 * Engine thread; allocates nothing on the heap.
 */
final class FieldDict {
    private static final int FREED_AT_ONCE = 64;
    /** The first stage of a relocation. */
    private static final int FIELDS = 0;
    private static final int SAMPLES = 5;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Elements elements;
    private final FieldElements fields;
    private final KeyHash hash;
    private final Dict dict;
    private final DictRelocator relocator;
    private final ScoredMembers times;

    FieldDict(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.elements = keyspace.elements();
        this.fields = new FieldElements(elements);
        this.hash = keyspace.hash();
        this.dict = keyspace.dict();
        this.relocator = new DictRelocator(arena);
        this.times = keyspace.scoredMembers();
    }

    Dict dict() {
        return dict;
    }

    /** The names of fields that expire, and when. */
    ScoredMembers times() {
        return times;
    }

    /** A block that refers to a dict and to times, none yet; 0 when there is no memory. */
    long createTimed(final long ofDict) {
        final long created = arena.allocate(TimedHashDescriptor.LENGTH, MemoryTag.DICT);
        final long ofTimes = created == 0 ? 0 : times.create();
        if (ofTimes == 0) {
            if (created != 0) {
                arena.free(created);
            }
            return 0;
        }
        arena.putLong(created + DICT_OFFSET, ofDict);
        arena.putLong(created + TIMES_OFFSET, ofTimes);
        return created;
    }

    long dictOf(final long timed) {
        return arena.getLong(timed + DICT_OFFSET);
    }

    long timesOf(final long timed) {
        return arena.getLong(timed + TIMES_OFFSET);
    }

    /** Frees some, to be called again until it answers true. */
    boolean freeSome(final long root, final boolean isTimed) {
        if (!isTimed) {
            return dict.freeSome(root, FREED_AT_ONCE);
        }
        final long ofTimes = timesOf(root);
        if (ofTimes != 0) {
            if (!times.freeSome(ofTimes)) {
                return false;
            }
            arena.putLong(root + TIMES_OFFSET, 0);
        }
        if (!dict.freeSome(dictOf(root), FREED_AT_ONCE)) {
            return false;
        }
        arena.free(root);
        return true;
    }

    /** Frees all at once. */
    void free(final long root, final boolean isTimed) {
        boolean freed = false;
        while (!freed) {
            freed = freeSome(root, isTimed);
        }
    }

    /** Moves some of the blocks, not the root; as {@link io.ringhold.engine.keyspace.ValueOperations#relocateSome}. */
    boolean relocateSome(final long root, final boolean isTimed, final Relocation relocation) {
        final Evacuation evacuation = arena.evacuation();
        if (isTimed && relocation.stage != FIELDS) {
            evacuation.moveReferred(root + TIMES_OFFSET);
            return times.relocateSome(timesOf(root), relocation);
        }
        final long ofDict = isTimed ? evacuation.moveReferred(root + DICT_OFFSET) : root;
        relocation.position = relocator.relocateSome(ofDict, relocation.position, evacuation, evacuation);
        if (relocation.position != 0) {
            return false;
        }
        relocation.enter(ScoredMembers.RELOCATED_FIRST);
        return !isTimed;
    }

    /** Bytes of memory, those of the fields guessed from some. */
    long usedBytes(final long root, final boolean isTimed) {
        if (isTimed) {
            return arena.usableSize(root) + times.usedBytes(timesOf(root)) + usedBytes(dictOf(root), false);
        }
        long bytes = 0;
        long looked = 0;
        for (long slot = dict.first(root); slot != Dict.NONE && looked < SAMPLES; looked++) {
            bytes += elements.usedBytes(dict.element(slot));
            slot = dict.next(root, slot);
        }
        return dict.usedBytes(root) + (looked == 0 ? 0 : bytes * dict.size(root) / looked);
    }

    /** The slot of a field, or {@link Dict#NONE}. */
    long find(final long ofDict, final long address, final int length) {
        return dict.find(ofDict, hash.hash(address, length), address, length);
    }

    /** Gives a field a value: {@link HashValues#ADDED}, {@link HashValues#UPDATED} or {@link HashValues#NO_MEMORY}. */
    int set(final long ofDict, final long address, final int length, final long valueAddress, final int valueLength) {
        final long fieldHash = hash.hash(address, length);
        final long slot = dict.find(ofDict, fieldHash, address, length);
        if (slot == Dict.NONE) {
            return insert(ofDict, fieldHash, address, length, valueAddress, valueLength)
                    ? HashValues.ADDED
                    : HashValues.NO_MEMORY;
        }
        final long element = dict.element(slot);
        final long moved = fields.replace(element, valueAddress, valueLength);
        if (moved == 0) {
            return HashValues.NO_MEMORY;
        }
        if (moved != element) {
            dict.replaceElement(slot, moved);
        }
        return HashValues.UPDATED;
    }

    /** Adds a field that is not there; false when there is no memory. */
    boolean add(final long ofDict, final long address, final int length, final long valueAddress,
            final int valueLength) {
        return insert(ofDict, hash.hash(address, length), address, length, valueAddress, valueLength);
    }

    /** Takes the field in a slot out; {@code ofTimes} is 0 when fields do not expire. */
    void remove(final long ofDict, final long ofTimes, final long slot) {
        final long element = dict.element(slot);
        if (ofTimes != 0) {
            times.remove(ofTimes, elements.memberAddress(element), elements.memberLength(element));
        }
        dict.remove(ofDict, slot);
        elements.free(element);
    }

    /** When a field expires, or {@link HashValues#NEVER}. */
    long expireAtMs(final long ofTimes, final long element) {
        final long time = ofTimes == 0
                ? 0
                : times.find(ofTimes, elements.memberAddress(element), elements.memberLength(element));
        return time == 0 ? HashValues.NEVER : (long) times.score(time);
    }

    /** When the first field expires, or {@link HashValues#NEVER}. */
    long nextExpiryMs(final long ofTimes) {
        final long first = times.first(ofTimes);
        return first == 0 ? HashValues.NEVER : (long) times.score(first);
    }

    /** Whether the time of some field has come. */
    boolean hasDue(final long ofTimes) {
        final long atMs = nextExpiryMs(ofTimes);
        return atMs != HashValues.NEVER && atMs <= keyspace.nowMs() && !keyspace.expiryPaused();
    }

    /** How many fields' time has come. */
    long countDue(final long ofTimes) {
        return hasDue(ofTimes) ? times.tree().countBelow(times.treeOf(ofTimes), (double) keyspace.nowMs(), true) : 0;
    }

    /** Whether a field's time has come, when {@link #hasDue}. */
    boolean isDue(final long ofTimes, final long element) {
        final long atMs = expireAtMs(ofTimes, element);
        return atMs != HashValues.NEVER && atMs <= keyspace.nowMs();
    }

    /** The slot of the field whose time comes first; there is one. */
    long findFirstDue(final long ofDict, final long ofTimes) {
        final long first = times.first(ofTimes);
        return find(ofDict, elements.memberAddress(first), elements.memberLength(first));
    }

    long fieldAddress(final long element) {
        return elements.memberAddress(element);
    }

    int fieldLength(final long element) {
        return elements.memberLength(element);
    }

    long valueAddress(final long element) {
        return fields.valueAddress(element);
    }

    int valueLength(final long element) {
        return fields.valueLength(element);
    }

    private boolean insert(final long ofDict, final long fieldHash, final long address, final int length,
            final long valueAddress, final int valueLength) {
        final long element = fields.create(address, length, valueAddress, valueLength);
        if (element == 0) {
            return false;
        }
        if (dict.insert(ofDict, fieldHash, element) == Dict.NONE) {
            elements.free(element);
            return false;
        }
        return true;
    }
}
