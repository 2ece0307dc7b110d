package io.ringhold.engine.command;

import java.util.function.Consumer;
import java.util.function.Predicate;

import io.ringhold.engine.Engine;
import io.ringhold.engine.blocking.WaitingClient;
import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.eviction.Eviction;
import io.ringhold.engine.hotkeys.HotKeys;
import io.ringhold.engine.monitor.Monitors;
import io.ringhold.engine.pipeline.ClientPause;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.engine.stats.ServerStatistics;

/**
 * Executes the commands of a batch, one after the other: looks each up, checks whether it may run, runs it, counts it and logs
 * it.
 *
 * <p>
 * Before a stretch of commands runs, {@link LookAhead} loads what they will need. Engine thread; allocates nothing on the
 * ordinary path.
 */
public final class CommandExecutor {
    private static final int MAX_QUOTED = 128;
    /** Bytes of request and reply up to which a brief command is brief. */
    private static final long MAX_BRIEF_BYTES = 1024;
    /** Bytes up to which a command's arguments may be words and names, which are handled on the heap. */
    private static final int MAX_SHORT_TEXTS = 1 << 20;
    private static final long OUTPUT_CHECK_BYTES = 1 << 20;
    private static final long ATTACK_LOG_PERIOD_MS = 60_000;
    private static final String LOADING = "LOADING Redis is loading the dataset in memory";
    private static final String DUMPS_FAIL = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to"
            + " persist to disk. Commands that may modify the data set are disabled, because this instance is configured to"
            + " report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the"
            + " Redis logs for details about the RDB error.";
    private static final String NO_AUTHENTICATION = "NOAUTH Authentication required.";
    private static final String MONITORS_ONLY_WATCH = "ERR Replica can't interact with the keyspace";

    private final Engine engine;
    private final ServerStatistics statistics;
    private final CommandTable table;
    private final CommandContext context;
    private final EffectWriter effects;
    private final SentCommandLog sentLog;
    private final CommandReplay replay;
    private final ReplyWriter reply;
    private final LookAhead lookAhead;
    private final CommandTimer timer;
    private final Consumer<Session> outputGuard;
    private final WaitingClients waiting;
    private final Eviction eviction;
    private final Monitors monitors;
    private final ClientPause pause;
    private final HotKeys hotKeys;
    private final Predicate<WaitingClient> attempt = this::attemptUnlessClosing;
    private final TransactionExecutor transactions;
    private int stoppedAt;
    private long errorsCounted;
    private long outputChecked;
    private long attackLoggedMs;

    /**
     * @param outputGuard
     *            is asked, while a batch is executed, to close a session whose replies have become too many.
     */
    public CommandExecutor(final Engine engine, final EffectWriter effects, final Consumer<Session> outputGuard) {
        this.outputGuard = outputGuard;
        this.engine = engine;
        this.statistics = engine.statistics();
        this.table = engine.commands();
        this.lookAhead = new LookAhead(table, engine.keyspace().hash());
        this.waiting = engine.waiting();
        this.monitors = engine.monitors();
        this.pause = engine.pause();
        this.hotKeys = engine.hotKeys();
        this.eviction = engine.eviction();
        this.effects = effects;
        this.sentLog = new SentCommandLog(table, effects);
        this.context = new CommandContext(engine, effects);
        this.reply = context.reply();
        this.replay = new CommandReplay(table, context);
        this.timer = new CommandTimer(context, engine.latency(), engine.clock());
        this.transactions = new TransactionExecutor(engine, this, context, timer, effects);
        context.transactions(transactions);
    }

    /** Notes a batch that is to be executed soon. */
    public void expect(final Session session, final RequestBatch batch) {
        lookAhead.expect(engine.keyspace().database(session.database()), batch);
    }

    /** Loads what the batches noted will need: the cache misses of several clients' commands overlap then as those of a pipeline do. */
    public void loadExpected() {
        lookAhead.loadExpected();
    }

    /**
     * Executes the commands of a batch from a frame on, until the end, or until one has to wait, or the session is closed.
     *
     * @param fromFrame
     *            index offset of the first frame.
     * @return true when the batch is finished; otherwise {@link #stoppedAt} is the frame to go on with.
     */
    public boolean execute(final Session session, final RequestBatch batch, final int fromFrame) {
        context.begin(session, batch);
        final boolean finished = executeFrames(session, batch, fromFrame);
        context.end();
        effects.release();
        return finished;
    }

    private boolean executeFrames(final Session session, final RequestBatch batch, final int fromFrame) {
        outputChecked = session.output().end();
        final int end = batch.end();
        int frame = fromFrame;
        timer.begin();
        while (frame < end) {
            final int ahead = lookAhead.look(context.database(), batch, frame, end);
            for (int i = 0; i < ahead; i++) {
                if (session.closing() != Closing.NO || engine.isStopping()) {
                    timer.settle();
                    return true;
                }
                final Command command = lookAhead.command(i);
                context.command(command, frame, batch.argumentCount(frame));
                if (pause.isActive() && isHeldBack(session, batch, frame, command)) {
                    timer.settle();
                    session.commandCame(command.resolve(batch, frame).fullName(), engine.keyspace().nowMs());
                    stoppedAt = frame;
                    return false;
                }
                if (command != null && command.firstKey() > 0) {
                    context.knownHash(command.firstKey(), lookAhead.hash(i));
                }
                executeOne(session, batch, frame, command, i + 1 < ahead && command == lookAhead.command(i + 1));
                if (context.waits()) {
                    stoppedAt = frame;
                    return false;
                }
                if (waiting.hasReady()) {
                    serveWaiting(session, batch);
                }
                frame = batch.nextFrame(frame);
            }
        }
        if (session.transaction() != null) {
            timer.refused(); // what is queued takes time too
        }
        return true;
    }

    /** True when CLIENT PAUSE lets the command wait: one that would be executed or queued, not by a monitor. */
    private boolean isHeldBack(final Session session, final RequestBatch batch, final int frame, final Command found) {
        final Command command = found == null ? null : found.resolve(batch, frame);
        return command != null && (pause.holdsBack(command) || transactions.isHeldBack(session, command))
                && formRefusal(session, command, batch.frameLength(frame)) == null && !session.isMonitor();
    }

    /** When {@link #execute} began, in ns of the engine's clock. */
    public long startedNs() {
        return timer.startedNs();
    }

    /** When {@link #execute} had executed its last command, in ns of the engine's clock. */
    public long endedNs() {
        return timer.endedNs();
    }

    /** Where {@link #execute} stopped, when it did. */
    public int stoppedAt() {
        return stoppedAt;
    }

    /**
     * Executes the commands of a log; replies go to the session, whose output the caller drops.
     *
     * @return null, or what was wrong with a command.
     */
    public String replay(final Session session, final RequestBatch batch) {
        return replay.execute(session, batch);
    }

    /** Replies with an error to a session outside of any command, unless CLIENT REPLY has silenced it. */
    public void replyError(final Session session, final String message) {
        if (session.replyMode() == Session.ReplyMode.ON) {
            reply.begin(session);
            reply.error(message);
        }
        statistics.errorReplied(message);
    }

    private void executeOne(final Session session, final RequestBatch batch, final int frame, final Command found,
            final boolean sameFollows) {
        final boolean muted = session.takeSkip() || session.replyMode() != Session.ReplyMode.ON;
        if (muted) {
            reply.mute();
        }
        final long outputEnd = session.output().end();
        if (found == null && (context.is(0, "POST") || context.is(0, "HOST:"))) {
            closeAttacker(session);
            return;
        }
        final Command command = found == null ? null : found.resolve(batch, frame);
        session.commandCame(command == null ? null : command.fullName(), engine.keyspace().nowMs());
        if (session.transaction() != null && session.transaction().isOpen()) {
            transactions.executeOne(session, batch, frame, command, command == null ? unknown(found) : null);
        } else {
            final String refusal = command == null ? unknown(found) : refusal(session, batch, frame, command);
            if (refusal == null) {
                if (!run(batch, frame, command)) {
                    wait(session, muted);
                    conclude(session, command);
                    return;
                }
                final long bytes = session.output().end() - outputEnd + batch.frameLength(frame);
                executed(bytes, sameFollows && command == found && command.isBrief() && bytes <= MAX_BRIEF_BYTES);
            } else {
                transactions.refuse(session, command, refusal);
            }
        }
        if (muted) {
            reply.begin(session);
        }
        conclude(session, command);
        guardOutput(session);
    }

    /** Asks to close a session whose replies have become too many, after some of them. */
    void guardOutput(final Session session) {
        if (session.output().end() - outputChecked > OUTPUT_CHECK_BYTES || session.output().isBroken()) {
            outputChecked = session.output().end();
            outputGuard.accept(session);
        }
    }

    /** Messages that are no replies follow the reply, whatever CLIENT REPLY asks for. */
    private void conclude(final Session session, final Command command) {
        if (session.hasEpilogue()) {
            engine.tracking().replied(session, command);
        }
    }

    void refuse(final Command command, final String refusal) {
        timer.settle();
        if (command != null) {
            command.rejected();
        }
        reply.error(refusal);
        statistics.errorReplied(refusal);
        timer.refused();
    }

    /** A browser that was made to send HTTP to this port must not get to execute what its request's body says. */
    private void closeAttacker(final Session session) {
        final long nowMs = engine.keyspace().nowMs();
        if (nowMs - attackLoggedMs > ATTACK_LOG_PERIOD_MS) {
            attackLoggedMs = nowMs;
            engine.control().log('#',
                    "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host:"
                            + " commands to this server. The connection from " + session.address().peer()
                            + " is closed.");
        }
        session.close(Closing.NOW);
    }

    /** False when the command waits: it counts when it has done its work. */
    boolean run(final RequestBatch batch, final int frame, final Command command) {
        context.resolved(command);
        errorsCounted = reply.errors();
        command.handler().execute(context);
        if (context.session().hasEpilogue()) {
            engine.tracking().executed(context);
        }
        if (context.waits()) {
            statistics.changed(context.changes());
            showMonitors();
            return false;
        }
        countExecuted(context.session());
        if (reply.errors() != errorsCounted) {
            command.failed();
            statistics.errorReplied(reply.lastError());
        }
        if (context.changes() != 0) {
            statistics.changed(context.changes());
            if (context.isLoggedAsSent() && effects.log().enabled()) {
                sentLog.append(context.database().index(), batch, frame, command);
            }
        }
        showMonitors(); // behind the log: what they see must be as durable as the reply
        return true;
    }

    /** Once for each command, and afterwards: INFO and CLIENT INFO do not count themselves. */
    private void countExecuted(final Session session) {
        statistics.commandProcessed();
        session.commandExecuted();
    }

    /**
     * The context's command has been executed: accounts for its time, and for the use of its keys when that is due.
     *
     * @param bytes
     *            of its request and its reply.
     * @param goesOn
     *            that the next command may be timed with it.
     */
    void executed(final long bytes, final boolean goesOn) {
        if (!hotKeys.isDue()) {
            timer.executed(goesOn);
            return;
        }
        timer.executed(goesOn && !hotKeys.needsTime());
        hotKeys.executed(context, bytes, timer.lastNs());
    }

    /** The errors replied so far belong to commands that the one which runs has executed. */
    void errorsCounted() {
        errorsCounted = reply.errors();
    }

    /** A command that is tried again has been shown when it began to wait. */
    void showMonitors() {
        if (monitors.isActive() && context.waitedFor() == null) {
            monitors.executed(context);
        }
    }

    private void wait(final Session session, final boolean muted) {
        final WaitingClient client = waiting.of(session);
        client.tookNs(timer.tried());
        client.mute(muted);
        session.waiting(true);
    }

    /** After a command has made keys that others wait for: theirs come first, then the batch goes on. */
    private void serveWaiting(final Session session, final RequestBatch batch) {
        timer.settle();
        context.end();
        waiting.serve(attempt);
        context.begin(session, batch);
        timer.refused();
    }

    /** Tries a client's command once more, since what it waits for has come; also when the client is to be closed. */
    public void serveAnswered(final WaitingClient client) {
        timer.begin();
        if (attempt(client)) {
            waiting.release(client);
        }
        effects.release();
    }

    /** As after a command, when keys that clients wait for have come or gone otherwise. */
    public void serveWaiting() {
        timer.begin();
        waiting.serve(attempt);
        context.end();
        effects.release();
    }

    private boolean attemptUnlessClosing(final WaitingClient client) {
        return client.session().closing() == Closing.NO && attempt(client);
    }

    private boolean attempt(final WaitingClient client) {
        final Session session = client.session();
        final RequestBatch batch = client.batch();
        final int frame = client.frame();
        final Command command = goOn(client);
        context.retried(client);
        final long outputEnd = session.output().end();
        final boolean isRefused = command.isWrite() && client.reason().mayBeGivenUp() && effects.log().enabled()
                && !effects.reserve(batch.frameLength(frame), context.argumentCount());
        if (isRefused) {
            refuse(command, CommandContext.OUT_OF_MEMORY);
        }
        final boolean done = isRefused || run(batch, frame, command);
        context.retried(null);
        if (done) {
            session.waiting(false);
            session.active(engine.keyspace().nowMs());
            if (!isRefused) {
                executed(session.output().end() - outputEnd + batch.frameLength(frame), false);
            }
        } else {
            client.tookNs(timer.tried());
        }
        final boolean mayBeTold = session.hasEpilogue();
        conclude(session, command);
        context.end();
        if (!done && mayBeTold) {
            engine.pushes().end(session);
        }
        return done;
    }

    /** Makes the context that of the command of a client that waits. */
    private Command goOn(final WaitingClient client) {
        final RequestBatch batch = client.batch();
        final int frame = client.frame();
        final Command command = table.find(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0))
                .resolve(batch, frame);
        context.begin(client.session(), batch);
        context.command(command, frame, batch.argumentCount(frame));
        timer.retried(client.tookNs());
        if (client.isMute()) {
            reply.mute();
        }
        return command;
    }

    /** Ends a client's wait with what its command replies when its time is up, or with an error. */
    public void endWait(final WaitingClient client, final String error) {
        final Session session = client.session();
        final Command command = goOn(client);
        if (error != null) {
            reply.error(error);
            command.failed();
            statistics.errorReplied(error);
        } else {
            reply.nullArray();
        }
        countExecuted(session);
        timer.executed(false);
        session.waiting(false);
        session.active(engine.keyspace().nowMs());
        waiting.release(client);
        context.end();
    }

    private String refusal(final Session session, final RequestBatch batch, final int frame, final Command command) {
        final String form = formRefusal(session, command, batch.frameLength(frame));
        return form != null
                ? form
                : stateRefusal(!command.isAllowedWhileLoading(), command.isDeniedOutOfMemory(), command.needsDisk(),
                        command.isWrite(), batch.frameLength(frame), context.argumentCount());
    }

    /** Why the context's arguments are none of a command, or none that the session may send. */
    String formRefusal(final Session session, final Command command, final int frameLength) {
        if (!command.acceptsArguments(context.argumentCount())) {
            return "ERR wrong number of arguments for '" + command.fullName() + "' command";
        }
        if (!session.authenticated() && !command.isAllowedUnauthenticated() && engine.passwordRequired()) {
            return NO_AUTHENTICATION;
        }
        if (session.isInSubscriberMode() && !command.isAllowedToSubscribers()) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        if (command.takesShortTexts() && frameLength > MAX_SHORT_TEXTS) {
            return "ERR arguments of '" + command.fullName() + "' are too long";
        }
        return session.isMonitor() && command.touchesKeyspace() ? MONITORS_ONLY_WATCH : null;
    }

    /** Why what needs this cannot be executed now. */
    String stateRefusal(final boolean needsData, final boolean needsMemory, final boolean needsDisk,
            final boolean writes, final int frameLength, final int arguments) {
        if (engine.isLoading() && needsData) {
            return LOADING;
        }
        if (needsMemory && !eviction.makeRoom(frameLength)) {
            return CommandContext.OUT_OF_MEMORY;
        }
        if (!needsDisk) {
            return null;
        }
        if (engine.persistence().refusesWrites()) {
            return DUMPS_FAIL;
        }
        return effects.log().enabled() ? logRefusal(writes, frameLength, arguments) : null;
    }

    private String logRefusal(final boolean writes, final int frameLength, final int arguments) {
        final String error = effects.log().writeError();
        if (error == null && writes && !effects.reserve(frameLength, arguments)) {
            return CommandContext.OUT_OF_MEMORY;
        }
        return error;
    }

    private String unknown(final Command container) {
        if (container != null) {
            return "ERR unknown subcommand '" + context.quoted(1, MAX_QUOTED) + "'. Try "
                    + Ascii.upper(context.quoted(0, MAX_QUOTED)) + " HELP.";
        }
        final StringBuilder message = new StringBuilder("ERR unknown command '").append(context.quoted(0, MAX_QUOTED))
                .append("', with args beginning with: ");
        final int start = message.length();
        for (int i = 1; i < context.argumentCount() && message.length() - start < MAX_QUOTED; i++) {
            final String text = context.quoted(i, MAX_QUOTED - (message.length() - start));
            message.append('\'').append(text).append("' ");
        }
        return message.toString();
    }
}
