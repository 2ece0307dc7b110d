package io.ringhold.engine.commands.generic;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeySampler;

/** DEL, UNLINK, EXISTS, TOUCH, TYPE and RANDOMKEY. Engine thread; allocates nothing. */
public final class KeyCommands implements CommandGroupHandlers {
    /** Of expired keys that must be kept, how many RANDOMKEY draws before it finds nothing. */
    private static final int MOST_EXPIRED = 100;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("del", this::delete);
        binder.bind("unlink", this::delete);
        binder.bind("exists", this::exists);
        binder.bind("touch", this::touch);
        binder.bind("type", this::type);
        binder.bind("randomkey", this::randomKey);
    }

    /** DEL key [key ...], and UNLINK: freeing a block costs the same whatever its size. */
    private void delete(final CommandContext context) {
        final Database database = context.database();
        int deleted = 0;
        for (int i = 1; i < context.argumentCount(); i++) {
            final long slot = database.find(context.hash(i), context.argument(i), context.argumentLength(i));
            if (slot != 0) {
                database.delete(slot);
                context.modified(i, KeyEvent.DEL);
                deleted++;
            }
        }
        context.reply().integer(deleted);
    }

    /** EXISTS key [key ...]. */
    private void exists(final CommandContext context) {
        int found = 0;
        for (int i = 1; i < context.argumentCount(); i++) {
            found += context.findUntouched(i) == 0 ? 0 : 1;
        }
        context.reply().integer(found);
    }

    /** TOUCH key [key ...], which is a use whatever CLIENT NO-TOUCH says. */
    private void touch(final CommandContext context) {
        context.keyspace().access().frozen(false);
        int found = 0;
        for (int i = 1; i < context.argumentCount(); i++) {
            found += context.findForRead(i) == 0 ? 0 : 1;
        }
        context.keyspace().access().frozen(context.session().isLeavingNoTrace());
        context.reply().integer(found);
    }

    /** TYPE key. */
    private void type(final CommandContext context) {
        final long slot = context.findUntouched(1);
        context.reply().simple(
                slot == 0 ? "none" : ValueType.nameOf(context.keyspace().entries().type(context.entry(slot))));
    }

    /** RANDOMKEY. */
    private void randomKey(final CommandContext context) {
        final Database database = context.database();
        final Entries entries = context.keyspace().entries();
        long slot = KeySampler.randomSlot(database.table(), random.nextLong());
        int expired = 0;
        while (slot != 0 && database.hasExpired(database.entry(slot)) && expired < MOST_EXPIRED) {
            expired += database.expireUnlessKept(slot, database.entry(slot)) ? 0 : 1;
            slot = KeySampler.randomSlot(database.table(), random.nextLong());
        }
        if (slot == 0 || expired == MOST_EXPIRED) {
            context.reply().nullBulk();
            return;
        }
        final long entry = database.entry(slot);
        context.reply().bulk(entries.keyAddress(entry), entries.keyLength(entry));
    }
}
