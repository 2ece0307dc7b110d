package io.ringhold.engine.commands.hyperloglog;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.CARDINALITY_OFFSET;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.HEADER_LENGTH;
import static io.ringhold.engine.commands.hyperloglog.HllDescriptor.REGISTERS;

/** All commands of the group "hyperloglog". One instance serves one engine. Engine thread; allocates nothing but in PFDEBUG and PFSELFTEST. */
public final class HyperLogLogCommands implements CommandGroupHandlers {
    private static final int SPARSE_FOUND = 1;
    private static final int DENSE_FOUND = 2;

    private final Hll work = new Hll();
    private final HllEstimate estimate = new HllEstimate();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("pfadd", this::pfadd);
        binder.bind("pfcount", this::pfcount);
        binder.bind("pfmerge", this::pfmerge);
        binder.bind("pfdebug", this::pfdebug);
        binder.bind("pfselftest", HyperLogLogCommands::pfselftest);
    }

    private void pfadd(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot != 0) {
            if (!Hll.requireSound(context, slot)) {
                return;
            }
            if (!addsAny(context)) {
                context.reply().integer(0);
                return;
            }
        }
        if (slot == 0 ? work.beginEmpty(context) : work.begin(context, slot)) {
            for (int i = 2; i < context.argumentCount(); i++) {
                final long hash = HllHash.of(context.argument(i), context.argumentLength(i));
                work.raise(HllHash.index(hash), HllHash.value(hash), maxSparse(context));
            }
            work.markStale();
            if (work.store(context, 1, slot)) {
                context.modified(1, KeyEvent.PFADD);
                context.reply().integer(1);
            }
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        work.end();
    }

    /** Whether an element raises a register of the HyperLogLog viewed last. */
    private static boolean addsAny(final CommandContext context) {
        final long hll = context.strings().viewAddress();
        for (int i = 2; i < context.argumentCount(); i++) {
            final long hash = HllHash.of(context.argument(i), context.argumentLength(i));
            if (Hll.register(hll, HllHash.index(hash)) < HllHash.value(hash)) {
                return true;
            }
        }
        return false;
    }

    private void pfcount(final CommandContext context) {
        if (context.argumentCount() == 2) {
            countOne(context);
        } else {
            countAll(context);
        }
    }

    /** A cardinality that had to be reckoned is kept with the registers, as Redis does. */
    private void countOne(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!Hll.require(context, slot)) {
            return;
        }
        final long kept = Memory.getLong(context.strings().viewAddress() + CARDINALITY_OFFSET);
        if (kept >= 0) {
            context.reply().integer(kept);
            return;
        }
        if (!Hll.requireSound(context, slot)) {
            return;
        }
        final long cardinality = cardinality(context.strings().viewAddress());
        if (work.begin(context, slot)) {
            work.cardinality(cardinality);
            if (work.store(context, 1, slot)) {
                context.changed();
                context.touched(1);
                context.reply().integer(cardinality);
            }
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        work.end();
    }

    private void countAll(final CommandContext context) {
        final Arena arena = context.engine().clientArena();
        final long block = arena.allocate(REGISTERS, MemoryTag.SCRATCH);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long registers = arena.address(block);
        Memory.fill(registers, REGISTERS, (byte) 0);
        if (gather(context, 1, registers) != 0) {
            estimate.begin();
            for (int i = 0; i < REGISTERS; i++) {
                estimate.add(Memory.getByte(registers + i), 1);
            }
            context.reply().integer(estimate.cardinality());
        }
        arena.free(block);
    }

    private void pfmerge(final CommandContext context) {
        final Arena arena = context.engine().clientArena();
        final long block = arena.allocate(REGISTERS, MemoryTag.SCRATCH);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long registers = arena.address(block);
        Memory.fill(registers, REGISTERS, (byte) 0);
        final int found = gather(context, 1, registers);
        if (found != 0) {
            merge(context, registers, found == DENSE_FOUND);
        }
        arena.free(block);
    }

    private void merge(final CommandContext context, final long registers, final boolean toDense) {
        final long slot = context.findForWrite(1);
        if (slot == 0 ? work.beginEmpty(context) : work.begin(context, slot)) {
            if (toDense) {
                work.toDense();
            }
            for (int i = 0; i < REGISTERS; i++) {
                final int value = Memory.getByte(registers + i);
                if (value != 0) {
                    work.raise(i, value, maxSparse(context));
                }
            }
            work.markStale();
            if (work.store(context, 1, slot)) {
                context.modified(1, KeyEvent.PFADD);
                context.reply().ok();
            }
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        work.end();
    }

    /** Gathers the highest registers of all keys; 0 after an error, else whether one of them is dense. */
    private static int gather(final CommandContext context, final int firstKey, final long registers) {
        int found = SPARSE_FOUND;
        for (int key = firstKey; key < context.argumentCount(); key++) {
            final long slot = context.findForRead(key);
            if (slot == 0) {
                continue;
            }
            if (!Hll.requireSound(context, slot)) {
                return 0;
            }
            final long hll = context.strings().viewAddress();
            if (Hll.isSparse(hll)) {
                raiseAll(hll, registers);
            } else {
                found = DENSE_FOUND;
                for (int i = 0; i < REGISTERS; i++) {
                    raise(registers + i, HllDense.get(hll, i));
                }
            }
        }
        return found;
    }

    private static void raiseAll(final long hll, final long registers) {
        int index = 0;
        for (long at = hll + HEADER_LENGTH; index < REGISTERS; at += HllSparse.bytes(at)) {
            final int end = index + HllSparse.registers(at);
            final int value = HllSparse.value(at);
            for (; index < end; index++) {
                raise(registers + index, value);
            }
        }
    }

    private static void raise(final long register, final int value) {
        if (Memory.getByte(register) < value) {
            Memory.putByte(register, (byte) value);
        }
    }

    private long cardinality(final long hll) {
        estimate.begin();
        if (Hll.isSparse(hll)) {
            int index = 0;
            for (long at = hll + HEADER_LENGTH; index < REGISTERS; at += HllSparse.bytes(at)) {
                estimate.add(HllSparse.value(at), HllSparse.registers(at));
                index += HllSparse.registers(at);
            }
        } else {
            for (int i = 0; i < REGISTERS; i++) {
                estimate.add(HllDense.get(hll, i), 1);
            }
        }
        return estimate.cardinality();
    }

    /** PFDEBUG (GETREG | DECODE | ENCODING | TODENSE) key. */
    private void pfdebug(final CommandContext context) {
        final long slot = context.findForWrite(2);
        if (slot == 0) {
            context.reply().error("ERR The specified key does not exist");
            return;
        }
        if (!Hll.requireSound(context, slot)) {
            return;
        }
        final boolean isSparse = Hll.isSparse(context.strings().viewAddress());
        if (context.is(1, "GETREG")) {
            if (!isSparse || makeDense(context, slot)) {
                replyRegisters(context);
            }
        } else if (context.is(1, "DECODE")) {
            if (isSparse) {
                context.reply().bulk(decoded(context.strings()));
            } else {
                context.reply().error("ERR HLL encoding is not sparse");
            }
        } else if (context.is(1, "ENCODING")) {
            context.reply().simple(isSparse ? "sparse" : "dense");
        } else if (context.is(1, "TODENSE")) {
            if (!isSparse || makeDense(context, slot)) {
                context.reply().integer(isSparse ? 1 : 0);
            }
        } else {
            context.reply().error("ERR Unknown PFDEBUG subcommand '" + context.quoted(1) + "'");
        }
    }

    private static void replyRegisters(final CommandContext context) {
        context.strings().view(context.entry(context.findForWrite(2)));
        context.reply().array(REGISTERS);
        for (int i = 0; i < REGISTERS; i++) {
            context.reply().integer(HllDense.get(context.strings().viewAddress(), i));
        }
    }

    private boolean makeDense(final CommandContext context, final long slot) {
        boolean made = false;
        if (work.begin(context, slot)) {
            work.toDense();
            made = work.store(context, 2, slot);
            if (made) {
                context.changed();
            }
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
        work.end();
        return made;
    }

    private static String decoded(final StringValues strings) {
        final StringBuilder text = new StringBuilder();
        final long end = strings.viewAddress() + strings.viewLength();
        for (long at = strings.viewAddress() + HEADER_LENGTH; at < end; at += HllSparse.bytes(at)) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            if (HllSparse.isZeros(at)) {
                text.append(HllSparse.isLongZeros(at) ? 'Z' : 'z').append(':').append(HllSparse.registers(at));
            } else {
                text.append("v:").append(HllSparse.value(at)).append(',').append(HllSparse.registers(at));
            }
        }
        return text.toString();
    }

    private static long maxSparse(final CommandContext context) {
        return context.engine().settings().hllSparseMaxBytes.value();
    }

    /** Writes all registers and reads them again, and reckons how many random hashes there were. */
    private static void pfselftest(final CommandContext context) {
        final Arena arena = context.engine().clientArena();
        final long block = arena.allocate(HllDescriptor.DENSE_LENGTH, MemoryTag.SCRATCH);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final String failure = HllSelfTest.run(arena.address(block), new SplittableRandom());
        arena.free(block);
        if (failure == null) {
            context.reply().ok();
        } else {
            context.reply().error("TESTFAILED " + failure);
        }
    }
}
