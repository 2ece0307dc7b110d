package io.ringhold.engine.commands.server;

import java.io.IOException;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.snapshot.Persistence;

/**
 * DEBUG RELOAD and LOADAOF: the databases are emptied and loaded from a file that has just been written. A file that cannot be loaded any more ends
 * the server, as in Redis: the data in memory are gone then, and what is there must not be saved over that file. Engine thread.
 */
final class DebugReload {
    private static final String SYNTAX = "ERR DEBUG RELOAD only supports the NOFLUSH and NOSAVE options.";
    private static final String FAILED = "ERR Error trying to load the RDB dump, check server logs.";

    private DebugReload() {}

    /** DEBUG RELOAD [NOSAVE] [NOFLUSH]. */
    static void execute(final CommandContext context) {
        boolean save = true;
        boolean flush = true;
        for (int i = 2; i < context.argumentCount(); i++) {
            if (context.is(i, "NOSAVE")) {
                save = false;
            } else if (context.is(i, "NOFLUSH")) {
                flush = false;
            } else {
                context.reply().error(SYNTAX);
                return;
            }
        }
        final Persistence persistence = context.engine().persistence();
        persistence.abandon();
        if (save && persistence.save() != null) {
            context.reply().error("ERR");
            return;
        }
        final CommandSource source;
        try {
            source = persistence.store().openDump();
        } catch (final IOException e) {
            context.engine().control().log('#', e.getMessage());
            context.reply().error(FAILED);
            return;
        }
        if (flush) {
            flush(context);
        }
        try {
            Loading.loadAtOnce(context.engine(), source);
        } catch (final IOException e) {
            end(context.engine(), e);
            context.reply().error(FAILED);
            return;
        }
        persistence.loaded(context.nowMs());
        context.engine().control().log('#', "DB reloaded by DEBUG RELOAD");
        context.reply().ok();
    }

    /** DEBUG LOADAOF. */
    static void loadLog(final CommandContext context) {
        final Engine engine = context.engine();
        engine.persistence().abandon();
        final boolean logged = engine.log().enabled();
        final CommandSource source;
        try {
            source = engine.control().reopenLog();
        } catch (final IOException e) {
            if (logged && !engine.log().enabled()) {
                engine.control().loadFailed(e.getMessage()); // closed, and it cannot be opened again
            }
            context.reply().error("ERR " + e.getMessage());
            return;
        }
        flush(context);
        try {
            Loading.loadAtOnce(engine, source);
            engine.control().startLog();
        } catch (final IOException e) {
            end(engine, e);
            context.reply().error("ERR " + e.getMessage());
            return;
        }
        engine.persistence().loaded(context.nowMs());
        engine.control().log('#', "Append Only File loaded by DEBUG LOADAOF");
        context.reply().ok();
    }

    /** Nothing is executed any more, by which the data that are left could be saved. */
    private static void end(final Engine engine, final IOException cause) {
        engine.control().loadFailed(cause.getMessage());
        engine.stop();
    }

    private static void flush(final CommandContext context) {
        DatabaseCommands.tellFlushingAll(context);
        final Keyspace keyspace = context.keyspace();
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            keyspace.flush(keyspace.database(i));
        }
    }
}
