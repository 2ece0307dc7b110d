package io.ringhold.engine.commands.server;

import java.io.IOException;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.snapshot.Persistence;

/** DEBUG RELOAD: writes the dump file, empties the databases, and loads the file. Engine thread. */
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
        final Keyspace keyspace = context.keyspace();
        for (int i = 0; flush && i < keyspace.databaseCount(); i++) {
            keyspace.flush(keyspace.database(i));
        }
        try {
            persistence.store().load();
        } catch (final IOException e) {
            context.engine().control().log('#', e.getMessage());
            context.reply().error(FAILED);
            return;
        }
        persistence.loaded(context.nowMs());
        context.engine().control().log('#', "DB reloaded by DEBUG RELOAD");
        context.reply().ok();
    }
}
