package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandHandler;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.offheap.arena.Arena;

/**
 * A list of stream ids that lives as long as one command and is filled again by the next: the first ones on the heap, those of a long list in
 * scratch memory. Engine thread; allocates nothing on the heap.
 */
final class IdList {
    private static final int FIRST = 1024;

    private final long[] first = new long[2 * FIRST];
    private final OffsetList more = new OffsetList();
    private int size;

    /** Empties the list, for ids that may need scratch memory. */
    void begin(final Arena scratchArena) {
        size = 0;
        more.begin(scratchArena);
    }

    /** Adds an id; false when there is no memory, and the list is as it was. */
    boolean add(final long ms, final long seq) {
        if (size < FIRST) {
            first[2 * size] = ms;
            first[2 * size + 1] = seq;
        } else {
            more.add(ms);
            more.add(seq);
            if (more.isIncomplete()) {
                more.truncate(2L * (size - FIRST)); // half of the id may have found room
                return false;
            }
        }
        size++;
        return true;
    }

    /** Takes the last id out. */
    void removeLast() {
        size--;
        if (size >= FIRST) {
            more.truncate(2L * (size - FIRST));
        }
    }

    int size() {
        return size;
    }

    long ms(final int index) {
        return index < FIRST ? first[2 * index] : more.get(2L * (index - FIRST));
    }

    long seq(final int index) {
        return index < FIRST ? first[2 * index + 1] : more.get(2L * (index - FIRST) + 1);
    }

    /** Gives scratch memory back. */
    void end() {
        more.end();
    }

    /** A handler after which the list's memory is given back. */
    CommandHandler ending(final CommandHandler handler) {
        return context -> {
            handler.execute(context);
            end();
        };
    }
}
