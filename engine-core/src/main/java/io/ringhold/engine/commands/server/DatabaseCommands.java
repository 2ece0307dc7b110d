package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.keyspace.Database;

/**
 * DBSIZE, FLUSHDB, FLUSHALL and SWAPDB. A flush empties databases at once and frees large ones in slices afterwards, with SYNC as
 * well as with ASYNC. Engine thread.
 */
public final class DatabaseCommands implements CommandGroupHandlers {
    @Override
    public void bindTo(final Binder binder) {
        binder.bind("dbsize", this::dbSize);
        binder.bind("flushdb", this::flushDb);
        binder.bind("flushall", this::flushAll);
        binder.bind("swapdb", this::swapDb);
    }

    /** DBSIZE. */
    private void dbSize(final CommandContext context) {
        context.reply().integer(context.database().size());
    }

    /** FLUSHDB [ASYNC | SYNC]. */
    private void flushDb(final CommandContext context) {
        if (hasFlushOption(context)) {
            final KeyEvents events = context.engine().keyEvents();
            events.flushing(context.database(), context.session());
            events.flushed(context.session());
            flush(context, context.database());
            done(context);
        }
    }

    /** FLUSHALL [ASYNC | SYNC]. */
    private void flushAll(final CommandContext context) {
        if (hasFlushOption(context)) {
            tellFlushingAll(context);
            for (int i = 0; i < context.keyspace().databaseCount(); i++) {
                flush(context, context.keyspace().database(i));
            }
            done(context);
            if (!context.engine().isLoading()) {
                context.engine().persistence().flushed(context.changes());
            }
        }
    }

    /** SWAPDB index1 index2. */
    private void swapDb(final CommandContext context) {
        if (!isInt(context, 1)) {
            context.reply().error("ERR invalid first DB index");
            return;
        }
        final int first = (int) context.integer();
        if (!isInt(context, 2)) {
            context.reply().error("ERR invalid second DB index");
            return;
        }
        final int second = (int) context.integer();
        final int databases = context.keyspace().databaseCount();
        if (first < 0 || first >= databases || second < 0 || second >= databases) {
            context.reply().error(CommandContext.NO_SUCH_DATABASE);
            return;
        }
        if (first != second) {
            context.engine().keyEvents().swapping(context.keyspace().database(first),
                    context.keyspace().database(second));
        }
        context.keyspace().swap(first, second);
        done(context);
    }

    private static boolean isInt(final CommandContext context, final int argument) {
        return context.isInteger(argument) && context.integer() == (int) context.integer();
    }

    /** False when the options are wrong and the error has been sent. */
    private static boolean hasFlushOption(final CommandContext context) {
        if (context.argumentCount() == 1
                || context.argumentCount() == 2 && (context.is(1, "SYNC") || context.is(1, "ASYNC"))) {
            return true;
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return false;
    }

    /** Tells those who watch keys that all databases are about to be emptied. */
    static void tellFlushingAll(final CommandContext context) {
        final KeyEvents events = context.engine().keyEvents();
        for (int i = 0; i < context.keyspace().databaseCount(); i++) {
            events.flushing(context.keyspace().database(i), context.session());
        }
        events.flushed(context.session());
    }

    private static void flush(final CommandContext context, final Database database) {
        context.changed(database.size());
        context.keyspace().flush(database);
    }

    /** The log gets the command even if there was nothing to remove, as Redis does it. */
    private static void done(final CommandContext context) {
        context.changed();
        context.reply().ok();
    }
}
