package io.ringhold.engine.commands.hyperloglog;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.CARDINALITY_OFFSET;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.DENSE;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.DENSE_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.ENCODING_OFFSET;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.HEADER_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.MAGIC;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.SPARSE;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.STALE;

/**
 * A HyperLogLog that a command works on: a copy of a key's string, or a new one, in scratch memory, which is stored when the command is done.
 * Made once and used again and again. Engine thread; allocates nothing.
 */
final class Hll {
    static final String NOT_VALID = "WRONGTYPE Key is not a valid HyperLogLog string value.";
    static final String CORRUPTED = "INVALIDOBJ Corrupted HLL object detected";

    /** Of the runs: Redis writes no more than one for each register, in a byte. */
    private static final int MIN_ROOM = 32 * 1024 - DENSE_LENGTH;

    private Arena arena;
    /** Room for the runs, and behind it for the single registers that they may turn into. */
    private long block;
    private long room;
    private long address;
    private int length;

    /** True when a slot's value is a HyperLogLog, whose runs may still be wrong; replies with an error otherwise. */
    static boolean require(final CommandContext context, final long slot) {
        if (!context.requireString(slot)) {
            return false;
        }
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        final long bytes = strings.viewLength();
        final long at = strings.viewAddress();
        if (bytes >= HEADER_LENGTH && Memory.getInt(at) == MAGIC) {
            final int encoding = Memory.getByte(at + ENCODING_OFFSET);
            if (encoding == SPARSE || encoding == DENSE && bytes == DENSE_LENGTH) {
                return true;
            }
        }
        context.reply().error(NOT_VALID);
        return false;
    }

    /** As {@link #require}, and the runs are right, too. */
    static boolean requireSound(final CommandContext context, final long slot) {
        if (!require(context, slot)) {
            return false;
        }
        final StringValues strings = context.strings();
        if (isSparse(strings.viewAddress()) && !HllSparse.isValid(strings.viewAddress(), strings.viewLength())) {
            context.reply().error(CORRUPTED);
            return false;
        }
        return true;
    }

    static boolean isSparse(final long hll) {
        return Memory.getByte(hll + ENCODING_OFFSET) == SPARSE;
    }

    static int register(final long hll, final int index) {
        return isSparse(hll) ? HllSparse.get(hll, index) : HllDense.get(hll, index);
    }

    /** A HyperLogLog without elements; false when there is no memory. */
    boolean beginEmpty(final CommandContext context) {
        if (!reserve(context, MIN_ROOM)) {
            return false;
        }
        Memory.putInt(address, MAGIC);
        Memory.putInt(address + ENCODING_OFFSET, SPARSE);
        Memory.putLong(address + CARDINALITY_OFFSET, 0);
        Memory.putByte(address + HEADER_LENGTH, (byte) 0x7f);
        Memory.putByte(address + HEADER_LENGTH + 1, (byte) 0xff);
        length = HEADER_LENGTH + 2;
        return true;
    }

    /** A copy of a sound HyperLogLog; false when there is no memory. */
    boolean begin(final CommandContext context, final long slot) {
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        final long bytes = strings.viewLength();
        if (!reserve(context, Math.max(MIN_ROOM, bytes + HllSparse.MAX_GROWTH))) {
            return false;
        }
        Memory.copy(strings.viewAddress(), address, bytes);
        length = (int) bytes;
        return true;
    }

    private boolean reserve(final CommandContext context, final long bytes) {
        arena = context.engine().clientArena();
        room = bytes + Long.BYTES - 1 & -Long.BYTES;
        block = arena.allocate(room + DENSE_LENGTH, MemoryTag.SCRATCH);
        address = block == 0 ? 0 : arena.address(block);
        return block != 0;
    }

    long address() {
        return address;
    }

    int length() {
        return length;
    }

    /**
     * Gives a register a value if that is higher.
     *
     * @param maxSparse
     *            bytes that the runs may take before they turn dense.
     * @return whether it was.
     */
    boolean raise(final int index, final int value, final long maxSparse) {
        if (register(address, index) >= value) {
            return false;
        }
        if (isSparse(address)) {
            // runs that Redis would not write may grow beyond the room, however many bytes they may take
            final boolean isFull = length - HEADER_LENGTH + HllSparse.MAX_GROWTH - 2 > maxSparse
                    || length + HllSparse.MAX_GROWTH > room;
            final int changed = isFull
                    ? HllSparse.TOO_HIGH
                    : HllSparse.set(address, length, index, value);
            if (changed != HllSparse.TOO_HIGH) {
                length = changed;
                return true;
            }
            toDense();
        }
        HllDense.set(address, index, value);
        return true;
    }

    /** Turns the runs into single registers. */
    void toDense() {
        if (!isSparse(address)) {
            return;
        }
        final long to = address + room;
        Memory.copy(address, to, HEADER_LENGTH);
        Memory.putByte(to + ENCODING_OFFSET, (byte) DENSE);
        Memory.fill(to + HEADER_LENGTH, DENSE_LENGTH - HEADER_LENGTH, (byte) 0);
        int index = 0;
        for (long at = address + HEADER_LENGTH; index < REGISTERS; at += HllSparse.bytes(at)) {
            final int end = index + HllSparse.registers(at);
            final int value = HllSparse.value(at);
            for (; index < end; index++) {
                if (value != 0) {
                    HllDense.set(to, index, value);
                }
            }
        }
        address = to;
        length = DENSE_LENGTH;
    }

    /** Notes that the cardinality does not hold any more. */
    void markStale() {
        Memory.putLong(address + CARDINALITY_OFFSET, Memory.getLong(address + CARDINALITY_OFFSET) | STALE);
    }

    void cardinality(final long cardinality) {
        Memory.putLong(address + CARDINALITY_OFFSET, cardinality);
    }

    /** Stores the copy under the key that an argument is; false when there is no memory, which has been replied. */
    boolean store(final CommandContext context, final int argument, final long slot) {
        final Entries entries = context.keyspace().entries();
        final long expireAtMs = slot == 0 ? Entries.NO_EXPIRY : entries.expireAtMs(context.entry(slot));
        final long stored = context.strings().setBytes(context.database(), slot, context.hash(argument),
                context.argument(argument), context.argumentLength(argument), address, length, expireAtMs);
        if (stored == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        entries.encoding(context.entry(stored), ValueType.ENCODING_RAW);
        return true;
    }

    void end() {
        if (block != 0) {
            arena.free(block);
            block = 0;
        }
    }
}
