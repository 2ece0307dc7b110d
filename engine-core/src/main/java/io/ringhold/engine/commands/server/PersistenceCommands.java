package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.snapshot.Persistence;

/** SAVE, BGSAVE, LASTSAVE, BGREWRITEAOF and SHUTDOWN. Engine thread. */
public final class PersistenceCommands implements CommandGroupHandlers {
    private static final String SAVING = "ERR Background save already in progress";
    private static final String BUSY = "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in"
            + " order to schedule a BGSAVE whenever possible.";
    private static final String REWRITING = "ERR Background append only file rewriting already in progress";
    private static final String CANNOT_REWRITE = "ERR Can't execute an AOF background rewriting. Please check the server logs for"
            + " more information.";
    private static final String CANNOT_END = "ERR Errors trying to SHUTDOWN. Check logs.";
    private static final long MS_PER_SECOND = 1_000;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("save", this::save);
        binder.bind("bgsave", this::bgsave);
        binder.bind("lastsave", this::lastSave);
        binder.bind("bgrewriteaof", this::bgrewriteaof);
        binder.bind("shutdown", this::shutdown);
    }

    /** SAVE. */
    private void save(final CommandContext context) {
        final Persistence persistence = context.engine().persistence();
        if (persistence.dump().isRunning()) {
            context.reply().error(SAVING);
        } else if (persistence.saveByCommand() == null) {
            context.reply().ok();
        } else {
            context.reply().error("ERR");
        }
    }

    /** BGSAVE [SCHEDULE]. */
    private void bgsave(final CommandContext context) {
        final boolean schedule = context.argumentCount() == 2 && context.is(1, "SCHEDULE");
        if (context.argumentCount() > 1 && !schedule) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final Persistence persistence = context.engine().persistence();
        if (persistence.dump().isRunning()) {
            context.reply().error(SAVING);
        } else if (!persistence.mustSchedule()) {
            if (persistence.beginDump() == null) {
                context.reply().simple("Background saving started");
            } else {
                context.reply().error("ERR");
            }
        } else if (schedule || context.isInTransaction()) {
            persistence.scheduleDump();
            context.reply().simple("Background saving scheduled");
        } else {
            context.reply().error(BUSY);
        }
    }

    /** LASTSAVE. */
    private void lastSave(final CommandContext context) {
        context.reply().integer(context.engine().persistence().lastSaveMs() / MS_PER_SECOND);
    }

    /** BGREWRITEAOF. */
    private void bgrewriteaof(final CommandContext context) {
        final Persistence persistence = context.engine().persistence();
        if (persistence.rewrite().isRunning()) {
            context.reply().error(REWRITING);
        } else if (persistence.mustSchedule()) {
            persistence.scheduleRewrite();
            context.reply().simple("Background append only file rewriting scheduled");
        } else if (persistence.beginRewrite() == null) {
            context.reply().simple("Background append only file rewriting started");
        } else {
            context.reply().error(CANNOT_REWRITE);
        }
    }

    /**
     * SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]. Without NOSAVE and SAVE the data are saved when the settings want dumps. A
     * shutdown does not wait for anything, so that NOW changes nothing and ABORT never finds one under way.
     */
    private void shutdown(final CommandContext context) {
        boolean save = false;
        boolean noSave = false;
        boolean force = false;
        boolean abort = false;
        for (int i = 1; i < context.argumentCount(); i++) {
            if (context.is(i, "SAVE")) {
                save = true;
            } else if (context.is(i, "NOSAVE")) {
                noSave = true;
            } else if (context.is(i, "FORCE")) {
                force = true;
            } else if (context.is(i, "ABORT")) {
                abort = true;
            } else if (!context.is(i, "NOW")) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
        }
        if (save && noSave || abort && context.argumentCount() > 2) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        } else if (abort) {
            context.reply().error("ERR No shutdown in progress.");
        } else {
            final Persistence persistence = context.engine().persistence();
            final boolean wanted = save || !noSave && persistence.savesByRule();
            if (context.engine().isLoading() || persistence.saveBeforeEnd(wanted, force)) {
                context.engine().stop();
                context.engine().control().shutdown();
            } else {
                context.reply().error(CANNOT_END);
            }
        }
    }
}
