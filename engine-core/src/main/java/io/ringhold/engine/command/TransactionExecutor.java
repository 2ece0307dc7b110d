package io.ringhold.engine.command;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.engine.transaction.CommandQueue;
import io.ringhold.engine.transaction.Transaction;

/**
 * What {@link CommandExecutor} does with the commands of open transactions: queues them, or refuses them so that EXEC will not execute any, and
 * executes at EXEC what was queued. Engine thread; allocates nothing on the ordinary path.
 */
final class TransactionExecutor {
    private static final String NOT_ALLOWED = "ERR Command not allowed inside a transaction";
    private static final String ABORTED = "EXECABORT Transaction discarded because of: ";
    private static final String ERROR_CODE = "ERR ";

    private final Engine engine;
    private final CommandExecutor executor;
    private final CommandContext context;
    private final CommandTimer timer;
    private final EffectWriter effects;
    private final ReplyWriter reply;
    /** Of its own: the batch with EXEC goes on with what was looked at of it. */
    private final LookAhead lookAhead;
    private final Command multi;
    private final Command watch;
    private final Command exec;
    /** Bytes of the replies to what EXEC has executed. */
    private long queuedReplyBytes;

    TransactionExecutor(final Engine engine, final CommandExecutor executor, final CommandContext context,
            final CommandTimer timer, final EffectWriter effects) {
        this.engine = engine;
        this.executor = executor;
        this.context = context;
        this.timer = timer;
        this.effects = effects;
        this.reply = context.reply();
        this.lookAhead = new LookAhead(engine.commands(), engine.keyspace().hash());
        this.multi = engine.commands().original().find("MULTI");
        this.watch = engine.commands().original().find("WATCH");
        this.exec = engine.commands().original().find("EXEC");
    }

    /** True when CLIENT PAUSE holds EXEC back for what it would execute. */
    boolean isHeldBack(final Session session, final Command command) {
        final Transaction transaction = session.transaction();
        return transaction != null && transaction.isOpen() && command == exec && engine.pause().holdsBack(transaction);
    }

    /**
     * Executes, queues or refuses a command of an open transaction.
     *
     * @param command
     *            null when there is none of that name.
     * @param unknown
     *            then the error.
     */
    void executeOne(final Session session, final RequestBatch batch, final int frame, final Command command,
            final String unknown) {
        timer.settle();
        final String refusal = command == null ? unknown : refusal(session, batch, frame, command);
        if (refusal != null) {
            refuse(session, command, refusal);
        } else if (command.isImmediate()) {
            timer.refused(); // what was queued has taken time too
            final long outputEnd = session.output().end();
            queuedReplyBytes = 0;
            executor.run(batch, frame, command);
            executor.executed(session.output().end() - outputEnd - queuedReplyBytes + batch.frameLength(frame), false);
        } else {
            queue(session, batch, frame, command);
        }
    }

    /** Why a command cannot be queued, or executed at once; null when it can. */
    private String refusal(final Session session, final RequestBatch batch, final int frame, final Command command) {
        final String form = executor.formRefusal(session, command, batch.frameLength(frame));
        if (form != null) {
            return form;
        }
        if (!command.isAllowedInTransaction()) {
            return NOT_ALLOWED;
        }
        final Transaction transaction = session.transaction();
        if (command == exec) {
            return executor.stateRefusal(transaction.needsData(), transaction.needsMemory(), transaction.isWrite(),
                    transaction.isWrite(), transaction.queue().largestBatch(), transaction.mostArguments());
        }
        final boolean ends = command.isImmediate() && command != multi && command != watch;
        return executor.stateRefusal(!command.isAllowedWhileLoading(), !ends, command.needsDisk(), command.isWrite(),
                batch.frameLength(frame), context.argumentCount());
    }

    /**
     * Replies that a command is refused: EXEC of an open transaction must not execute any; EXEC itself ends one, and ends watching, whether one is
     * open or not.
     */
    void refuse(final Session session, final Command command, final String refusal) {
        if (command != null && command == exec) {
            engine.transactions().end(session);
            executor.refuse(command,
                    ABORTED + (refusal.startsWith(ERROR_CODE) ? refusal.substring(ERROR_CODE.length()) : refusal));
            executor.showMonitors(); // who saw MULTI is to see its end
            return;
        }
        final Transaction transaction = session.transaction();
        if (transaction != null && transaction.isOpen()) {
            transaction.fail();
        }
        executor.refuse(command, refusal);
    }

    /** Queues a command that may be queued. */
    private void queue(final Session session, final RequestBatch batch, final int frame, final Command command) {
        final Transaction transaction = session.transaction();
        if (transaction.hasFailed() || transaction.isTouched()) {
            reply.simple("QUEUED"); // it will not be executed: no memory for it
        } else if (transaction.queue().bytes() + batch.frameLength(frame) > engine.settings().clientQueryBufferLimit
                .value()) {
            engine.control().log('#', "Closing client that reached max query buffer length: addr="
                    + session.address().peer() + " multi=" + transaction.queue().commands());
            session.close(Closing.NOW);
            session.signal();
        } else if (transaction.add(command, batch, frame)) {
            reply.simple("QUEUED");
        } else {
            transaction.fail();
            executor.refuse(command, CommandContext.OUT_OF_MEMORY);
        }
    }

    /**
     * Executes what was queued, as one unit of the log, and replies with an array of its replies. The context is afterwards as it was; replies
     * are written as CLIENT REPLY has it at each of them.
     */
    void execute(final Session session, final CommandQueue queue, final RequestBatch batch, final int frame) {
        final long startedNs = timer.interrupt();
        reply.array(queue.commands());
        context.nested(true);
        engine.persistence().holdCuts(true);
        effects.beginUnit();
        for (int i = 0; i < queue.batches(); i++) {
            execute(session, queue.batch(i));
            queue.executed(i); // so that it takes no memory beside what it has made
        }
        effects.endUnit();
        engine.persistence().holdCuts(false);
        context.nested(false);
        beginMuted(session, batch);
        context.command(exec, frame, batch.argumentCount(frame));
        executor.errorsCounted();
        timer.resume(startedNs);
    }

    /** Whether replies are dropped stays as it is: CLIENT REPLY decides that. */
    private void beginMuted(final Session session, final RequestBatch batch) {
        final boolean muted = reply.isMuted();
        context.begin(session, batch);
        if (muted) {
            reply.mute();
        }
    }

    private void execute(final Session session, final RequestBatch queued) {
        beginMuted(session, queued);
        final int end = queued.end();
        int frame = 0;
        while (frame < end && !engine.isStopping()) {
            final int ahead = lookAhead.look(context.database(), queued, frame, end);
            for (int i = 0; i < ahead && !engine.isStopping(); i++) {
                final Command found = lookAhead.command(i);
                context.command(found, frame, queued.argumentCount(frame));
                if (found.firstKey() > 0) {
                    context.knownHash(found.firstKey(), lookAhead.hash(i));
                }
                final long outputEnd = session.output().end();
                executor.run(queued, frame, found.resolve(queued, frame));
                final long replyBytes = session.output().end() - outputEnd;
                queuedReplyBytes += replyBytes;
                executor.executed(replyBytes + queued.frameLength(frame), false);
                guardOutput(session);
                if (session.closing() == Closing.AFTER_REPLIES) {
                    reply.mute(); // it has killed itself: this was its last reply
                }
                frame = queued.nextFrame(frame);
            }
        }
    }

    /** What is queued is executed to its end, also when nobody will read the replies. */
    private void guardOutput(final Session session) {
        executor.guardOutput(session);
        if (session.closing() == Closing.NOW) {
            session.output().abandon();
        }
    }
}
