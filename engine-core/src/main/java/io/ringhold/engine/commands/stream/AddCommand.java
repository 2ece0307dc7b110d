package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.Outcome;

/** XADD. Logged with the id that the entry got. Engine thread; allocates nothing. */
final class AddCommand implements CommandGroupHandlers {
    private static final String TOO_SMALL = "ERR The ID specified in XADD is equal or smaller than the target stream top item";
    /** Of the largest entry's listpack, what is not its strings. */
    private static final long OVERHEAD = 1 << 20;

    private final IdArgument id = new IdArgument();
    private final Trim trim = new Trim();
    private final ArgumentFields fields = new ArgumentFields();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xadd", this::add);
    }

    /** XADD key [NOMKSTREAM] [KEEPREF | DELREF | ACKED] [MAXLEN | MINID [= | ~] threshold [LIMIT count]] (* | id) field value ... */
    private void add(final CommandContext context) {
        final int idArgument = trim.parse(context, true, id);
        if (idArgument == 0) {
            return;
        }
        final int given = context.argumentCount() - idArgument - 1;
        if (given < 2 || given % 2 != 0) {
            context.reply().error("ERR wrong number of arguments for 'xadd' command");
            return;
        }
        final boolean isAutomatic = IdArgument.isOnly(context, idArgument, '*');
        if (!isAutomatic && !id.isAnySequence() && id.ms() == 0 && id.seq() == 0) {
            context.reply().error("ERR The ID specified in XADD must be greater than 0-0");
            return;
        }
        fields.from(context, idArgument + 1);
        final long slot = StreamSupport.findForWrite(context, 1);
        if (slot == StreamSupport.WRONG) {
            return;
        }
        if (slot == 0 && trim.isWithoutStream()) {
            context.reply().nullBulk();
        } else {
            addTo(context, slot, isAutomatic);
        }
    }

    private void addTo(final CommandContext context, final long slot, final boolean isAutomatic) {
        final StreamValues values = context.streams();
        final String error = chooseId(context, slot, isAutomatic);
        if (error != null) {
            context.reply().error(error);
            return;
        }
        final long made = slot != 0
                ? slot
                : values.create(context.database(), context.hash(1), context.argument(1), context.argumentLength(1));
        if (made == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long root = StreamSupport.root(context, made);
        if (values.streams().append(root, id.ms(), id.seq(), fields, values.nodeMaxBytes(),
                values.nodeMaxEntries()) != Outcome.DONE) {
            if (slot == 0) {
                context.database().delete(made);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.reply().streamId(id.ms(), id.seq());
        context.modified(1, KeyEvent.XADD);
        if (trim.isAsked()) {
            context.effects().beginUnit();
            log(context);
            trim(context, root);
            context.effects().endUnit();
        } else {
            log(context);
        }
        context.keyspace().made(context.database(), context.entry(made));
    }

    private void trim(final CommandContext context, final long root) {
        if (trim.execute(context, root) > 0) {
            trim.log(context, root);
            context.event(1, KeyEvent.XTRIM);
        }
    }

    /** Sets the id of the new entry; returns an error or null. */
    private String chooseId(final CommandContext context, final long slot, final boolean isAutomatic) {
        final Streams streams = context.streams().streams();
        final long root = slot == 0 ? 0 : StreamSupport.root(context, slot);
        final long lastMs = slot == 0 ? 0 : streams.lastMs(root);
        final long lastSeq = slot == 0 ? 0 : streams.lastSeq(root);
        if (lastMs == -1 && lastSeq == -1) {
            return "ERR The stream has exhausted the last possible ID, unable to add more items";
        }
        if (isAutomatic) {
            if (Long.compareUnsigned(context.nowMs(), lastMs) > 0) {
                id.set(context.nowMs(), 0);
            } else {
                id.set(lastMs, lastSeq);
                id.increment();
            }
        } else if (id.isAnySequence() && id.ms() == lastMs) {
            if (lastSeq == -1) {
                return TOO_SMALL;
            }
            id.set(lastMs, lastSeq + 1);
        } else if (Ids.compare(id.ms(), id.seq(), lastMs, lastSeq) <= 0) {
            return TOO_SMALL;
        }
        return fields.bytes() > Listpack.MAX_BYTES - OVERHEAD - perField() * fields.count()
                ? "ERR Elements are too large to be stored"
                : null;
    }

    /** Bytes that a field and its value take besides theirs: a header and a back-length each. */
    private static long perField() {
        return 2L * (5 + 5);
    }

    private void log(final CommandContext context) {
        final EffectWriter effects = context.effects().begin(3 + 2 * fields.count()).word("XADD")
                .bytes(context.argument(1), context.argumentLength(1)).streamId(id.ms(), id.seq());
        for (int i = 0; i < fields.count(); i++) {
            effects.bytes(fields.fieldAddress(i), fields.fieldLength(i));
            effects.bytes(fields.valueAddress(i), fields.valueLength(i));
        }
        effects.end();
    }
}
