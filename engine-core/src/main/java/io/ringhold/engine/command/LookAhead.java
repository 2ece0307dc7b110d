package io.ringhold.engine.command;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;

/**
 * Looks at the next commands of a batch before they are executed: finds them in the command table, hashes their first keys, and
 * loads what the searches for those keys will need. The cache misses of a pipeline then overlap instead of following one
 * another. Engine thread; allocates nothing.
 */
final class LookAhead {
    private static final int CAPACITY = KeyTable.MAX_TOUCHED;

    /** Of a batch that has more commands enough keys are loaded together when its turn comes. */
    private static final int MAX_EXPECTED_COMMANDS = 8;

    private final CommandTable table;
    private final KeyHash hasher;
    private final Command[] commands = new Command[CAPACITY];
    private final long[] hashes = new long[CAPACITY];
    private final long[] keys = new long[CAPACITY];
    private Database expectedIn;
    private int expected;
    private long loaded;

    LookAhead(final CommandTable table, final KeyHash hasher) {
        this.table = table;
        this.hasher = hasher;
    }

    /**
     * Looks at as many commands as fit.
     *
     * @param fromFrame
     *            index offset of the first frame.
     * @param end
     *            index offset behind the last frame.
     * @return how many commands were looked at, at least one.
     */
    int look(final Database database, final RequestBatch batch, final int fromFrame, final int end) {
        int count = 0;
        int keyCount = 0;
        for (int frame = fromFrame; frame < end && count < CAPACITY; frame = batch.nextFrame(frame)) {
            final Command command = table.find(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0));
            commands[count] = command;
            if (command != null && command.firstKey() > 0 && command.firstKey() < batch.argumentCount(frame)) {
                final long hash = hasher.hash(batch.argumentAddress(frame, command.firstKey()),
                        batch.argumentLength(frame, command.firstKey()));
                hashes[count] = hash;
                keys[keyCount++] = hash;
            }
            count++;
        }
        if (keyCount > 1) {
            loaded += database.table().touch(keys, keyCount);
        }
        return count;
    }

    /** Notes the keys of a small batch that is to be executed soon; those of one database, as far as there is room. */
    void expect(final Database database, final RequestBatch batch) {
        if (batch.commandCount() > MAX_EXPECTED_COMMANDS || expected != 0 && database != expectedIn) {
            return;
        }
        expectedIn = database;
        final int end = batch.end();
        for (int frame = 0; frame < end && expected < CAPACITY; frame = batch.nextFrame(frame)) {
            final Command command = table.find(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0));
            if (command != null && command.firstKey() > 0 && command.firstKey() < batch.argumentCount(frame)) {
                keys[expected++] = hasher.hash(batch.argumentAddress(frame, command.firstKey()),
                        batch.argumentLength(frame, command.firstKey()));
            }
        }
    }

    /** Loads what searches for the keys noted will need. */
    void loadExpected() {
        if (expected > 1) {
            loaded += expectedIn.table().touch(keys, expected);
        }
        expected = 0;
    }

    /** The command looked at, or null when there is none of that name. */
    Command command(final int index) {
        return commands[index];
    }

    /** Hash of its first key, when it has one. */
    long hash(final int index) {
        return hashes[index];
    }

    /** Keeps the loads from being optimised away. */
    long loaded() {
        return loaded;
    }
}
