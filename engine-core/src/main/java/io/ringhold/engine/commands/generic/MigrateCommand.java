package io.ringhold.engine.commands.generic;

import io.ringhold.engine.blocking.WaitReason;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.migration.Migration;

/** MIGRATE host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password | AUTH2 username password] [KEYS key [key ...]]. Engine thread. */
public final class MigrateCommand implements CommandGroupHandlers {
    @Override
    public void bindTo(final Binder binder) {
        binder.bind("migrate", MigrateCommand::migrate);
    }

    private static void migrate(final CommandContext context) {
        final WaitReason waitedFor = context.waitedFor();
        if (waitedFor == null) {
            Migration.begin(context);
        } else {
            waitedFor.migration().goOn(context);
        }
    }
}
