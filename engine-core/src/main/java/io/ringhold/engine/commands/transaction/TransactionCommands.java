package io.ringhold.engine.commands.transaction;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.transaction.Transaction;
import io.ringhold.engine.transaction.Transactions;

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH. Engine thread. */
public final class TransactionCommands implements CommandGroupHandlers {
    private static final String NESTED = "ERR MULTI calls can not be nested";
    private static final String NOTHING_TO_EXECUTE = "ERR EXEC without MULTI";
    private static final String NOTHING_TO_DISCARD = "ERR DISCARD without MULTI";
    private static final String TOO_LATE_TO_WATCH = "ERR WATCH inside MULTI is not allowed";
    private static final String ABORTED = "EXECABORT Transaction discarded because of previous errors.";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("multi", this::multi);
        binder.bind("exec", this::exec);
        binder.bind("discard", this::discard);
        binder.bind("watch", this::watch);
        binder.bind("unwatch", this::unwatch);
    }

    /** MULTI. */
    private void multi(final CommandContext context) {
        if (isOpen(context.session())) {
            context.reply().error(NESTED);
        } else {
            context.engine().transactions().begin(context.session());
            context.reply().ok();
        }
    }

    /** EXEC. */
    private void exec(final CommandContext context) {
        final Session session = context.session();
        if (!isOpen(session)) {
            context.reply().error(NOTHING_TO_EXECUTE);
            return;
        }
        final Transactions transactions = context.engine().transactions();
        final Transaction transaction = session.transaction();
        if (transaction.hasFailed()) {
            context.reply().error(ABORTED);
        } else if (transactions.isTouched(transaction)) {
            context.reply().nullArray();
        } else {
            transactions.unwatch(session); // its own changes do not matter
            context.executeQueued(transaction.queue());
        }
        transactions.end(session);
    }

    /** DISCARD. */
    private void discard(final CommandContext context) {
        if (isOpen(context.session())) {
            context.engine().transactions().end(context.session());
            context.reply().ok();
        } else {
            context.reply().error(NOTHING_TO_DISCARD);
        }
    }

    /** WATCH key [key ...]. */
    private void watch(final CommandContext context) {
        if (isOpen(context.session())) {
            context.reply().error(TOO_LATE_TO_WATCH);
            return;
        }
        final Transactions transactions = context.engine().transactions();
        for (int i = 1; i < context.argumentCount(); i++) {
            if (!transactions.watch(context.session(), context.database(), context.hash(i), context.argument(i),
                    context.argumentLength(i))) {
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return;
            }
        }
        context.reply().ok();
    }

    /** UNWATCH. */
    private void unwatch(final CommandContext context) {
        context.engine().transactions().unwatch(context.session());
        context.reply().ok();
    }

    private static boolean isOpen(final Session session) {
        return session.transaction() != null && session.transaction().isOpen();
    }
}
