package io.ringhold.engine.commands.generic;

import java.util.SplittableRandom;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.keys.Entries;

/** DEL, UNLINK, EXISTS, TOUCH, TYPE and RANDOMKEY. Engine thread; allocates nothing. */
public final class KeyCommands implements CommandGroupHandlers {
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

    /** TOUCH key [key ...]. */
    private void touch(final CommandContext context) {
        int found = 0;
        for (int i = 1; i < context.argumentCount(); i++) {
            found += context.findForRead(i) == 0 ? 0 : 1;
        }
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
        long slot = database.table().randomSlot(random.nextLong());
        while (slot != 0 && database.hasExpired(database.entry(slot))) {
            database.expire(slot, database.entry(slot));
            slot = database.table().randomSlot(random.nextLong());
        }
        if (slot == 0) {
            context.reply().nullBulk();
            return;
        }
        final long entry = database.entry(slot);
        context.reply().bulk(entries.keyAddress(entry), entries.keyLength(entry));
    }
}
