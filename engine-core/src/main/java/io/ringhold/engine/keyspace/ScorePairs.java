package io.ringhold.engine.keyspace;

import io.ringhold.engine.util.Doubles;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Memory;

/**
 * Small sorted sets: listpacks of members and scores in turn, in the order of scores and members. Scores are text, so that whole numbers are
 * kept as integers. A member is named by its position. Engine thread; allocates nothing on the heap for common scores.
 */
final class ScorePairs {
    private final Listpack listpack;
    private final long scoreText;

    ScorePairs(final Arena arena) {
        this.listpack = new Listpack(arena, MemoryTag.LISTPACKS);
        final long block = arena.allocate(Doubles.MAX_LENGTH, MemoryTag.SCRATCH);
        if (block == 0) {
            throw new IllegalStateException("no memory in the arena");
        }
        this.scoreText = arena.address(block);
    }

    Listpack listpack() {
        return listpack;
    }

    int size(final long block) {
        return listpack.count(block) / 2;
    }

    int first(final long block) {
        return listpack.first(block);
    }

    int next(final long block, final int position) {
        return listpack.next(block, listpack.next(block, position));
    }

    int previous(final long block, final int position) {
        final int score = listpack.previous(block, position);
        return score == Listpack.NONE ? Listpack.NONE : listpack.previous(block, score);
    }

    int find(final long block, final long address, final int length) {
        return listpack.find(block, listpack.first(block), address, length, 1);
    }

    double score(final long block, final int position) {
        final int at = listpack.next(block, position);
        if (listpack.isInteger(block, at)) {
            return (double) listpack.integer(block, at);
        }
        listpack.view(block, at);
        return Doubles.parse(listpack.viewAddress(), listpack.viewLength());
    }

    /** Compares the member at a position, should it have the score told, with another. */
    int compare(final long block, final int position, final double score, final long address, final int length,
            final double otherScore) {
        if (score != otherScore) {
            return score < otherScore ? -1 : 1;
        }
        return compareMember(block, position, address, length);
    }

    /**
     * Whether each pair belongs behind the one before it, and all scores are numbers.
     *
     * @param viewer
     *            another one, since two members are looked at together.
     */
    boolean isInOrder(final long block, final Listpack viewer) {
        int before = Listpack.NONE;
        double scoreBefore = 0;
        for (int at = first(block); at != Listpack.NONE; at = next(block, at)) {
            final double score = score(block, at);
            if (Double.isNaN(score)) {
                return false;
            }
            if (before != Listpack.NONE) {
                viewer.view(block, at);
                if (compare(block, before, scoreBefore, viewer.viewAddress(), viewer.viewLength(), score) >= 0) {
                    return false;
                }
            }
            before = at;
            scoreBefore = score;
        }
        return true;
    }

    int compareMember(final long block, final int position, final long address, final int length) {
        listpack.view(block, position);
        return Memory.compare(listpack.viewAddress(), listpack.viewLength(), address, length);
    }

    /** Where the pair of a member and a score belongs, or the end. */
    int placeOf(final long block, final long address, final int length, final double score) {
        int position = listpack.first(block);
        while (position != Listpack.NONE
                && compare(block, position, score(block, position), address, length, score) < 0) {
            position = next(block, position);
        }
        return position == Listpack.NONE ? listpack.end(block) : position;
    }

    /** Inserts a pair at a place, -0.0 as 0.0 as Redis does; returns the block from then on, or 0 when there is no memory and nothing has changed. */
    long insert(final long block, final int place, final long address, final int length, final double score) {
        final long room = listpack.withRoom(block, addedBytes(address, length, score));
        if (room == 0) {
            return 0;
        }
        final int scorePlace = place + listpack.addedBytes(address, length);
        final int scoreLength = (int) (Doubles.write(scoreText, score + 0.0) - scoreText);
        return listpack.insert(listpack.insert(room, place, address, length), scorePlace, scoreText, scoreLength);
    }

    /** Bytes that {@link #insert} would add. */
    int addedBytes(final long address, final int length, final double score) {
        final int scoreLength = (int) (Doubles.write(scoreText, score + 0.0) - scoreText);
        return listpack.addedBytes(address, length) + listpack.addedBytes(scoreText, scoreLength);
    }

    long remove(final long block, final int position) {
        return listpack.delete(block, position, 2);
    }
}
