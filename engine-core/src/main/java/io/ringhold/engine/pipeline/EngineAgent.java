package io.ringhold.engine.pipeline;

import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.blocking.WaitingClient;
import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.ClientEviction;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.command.CommandExecutor;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.command.KeyspaceEffects;
import io.ringhold.engine.latency.EngineLatency;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.pubsub.PubSub;
import io.ringhold.engine.snapshot.Persistence;
import io.ringhold.engine.tracking.ClientTracking;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;

/**
 * The only writer: takes from the ring, executes what it finds, hands batches and replies back, and does the housekeeping in small
 * slices in between.
 *
 * <pre>
 *   turn:  load a slice | take from ring -> execute -> publish or hold | release held | resume paused | housekeeping slice
 * </pre>
 *
 * <p>
 * A turn never blocks. {@link #nextWorkDelayNs} says how long the thread may sleep after one; the ring's doorbell wakes it
 * earlier.
 */
public final class EngineAgent implements Agent {
    private static final long LOADING_SLICE_NS = 5_000_000;
    private static final int EVENTS_PER_TURN = 1024;
    private static final int EVENTS_AHEAD = 32;
    /** Replies and messages that are sent before others are written: they are still in the cache then, and memory holds those of few clients at a time. */
    private static final long REPLY_BYTES_PER_TURN = 256 * 1024;

    private final Engine engine;
    private final CommandRing ring;
    private final EpochClock epochClock;
    private final CommandExecutor executor;
    private final CommandLog log;
    private final EngineLatency latency;
    private final Housekeeping housekeeping;
    private final Loading loading;
    private final SuspendedBatches suspended = new SuspendedBatches();
    private final HeldReplies held = new HeldReplies();
    private final WaitingClients waiting;
    private final PubSub pubSub;
    private final Persistence persistence;
    private final ClientTracking tracking;
    private final ClientEviction eviction;
    /** Bytes of replies and messages that this turn has written. */
    private long replyBytes;

    /**
     * @param loading
     *            replays the data of an earlier run, or null when there is none.
     * @param epochClock
     *            Unix time in ms.
     */
    public EngineAgent(final Engine engine, final CommandRing ring, final Loading loading,
            final EpochClock epochClock) {
        this.engine = engine;
        this.ring = ring;
        this.loading = loading;
        this.epochClock = epochClock;
        this.log = engine.log();
        this.latency = engine.latency();
        this.waiting = engine.waiting();
        this.pubSub = engine.pubSub();
        this.persistence = engine.persistence();
        this.tracking = engine.tracking();
        this.eviction = new ClientEviction(engine);
        final EffectWriter effects = new EffectWriter(engine.clientArena());
        effects.log(log);
        this.housekeeping = new Housekeeping(engine);
        engine.pushes(new Pushes(log, held, housekeeping::checkOutput));
        this.executor = new CommandExecutor(engine, effects, housekeeping::checkOutput);
        engine.keyspace().listener(new KeyspaceEffects(engine, effects));
    }

    @Override
    public String roleName() {
        return "ringhold-engine";
    }

    @Override
    public void onStart() {
        engine.keyspace().nowMs(epochClock.time());
        engine.statistics().started(engine.usedMemory());
        if (loading == null) {
            engine.control().loaded();
        } else {
            engine.loading(loading);
            loading.begin(executor);
        }
    }

    @Override
    public int doWork() throws Exception {
        engine.keyspace().nowMs(epochClock.time());
        int work = noticeFailure();
        if (engine.isLoading()) {
            work += load();
        }
        work += takeEvents();
        if (engine.isStopping()) {
            work += commit();
            return work;
        }
        work += endWaits();
        if (waiting.hasReady()) {
            executor.serveWaiting();
        }
        work += resumeReleased();
        work += releaseHeld();
        if (engine.pause().isActive()) {
            engine.pause().endWhenDue(engine.keyspace().nowMs());
        }
        if (!suspended.isEmpty() && !engine.pause().isActive()) {
            work += resumeSuspended();
        }
        eviction.enforce();
        work += commit();
        if (persistence.advance(engine.keyspace().nowMs())) {
            work++;
        }
        work += housekeeping.slice();
        if (tracking.hasWork()) {
            tracking.work();
            work++;
        }
        return work;
    }

    /** How long the thread may sleep, in ns; 0 when there is work. Engine thread. */
    public long nextWorkDelayNs() {
        if (ring.hasWork() || engine.isLoading() || held.hasOpen() || held.isReleased(log.durablePosition())
                || !held.isEmpty() && log.failed()) {
            return 0;
        }
        if (waiting.hasReleased() || waiting.hasReady() || tracking.hasWork()) {
            return 0;
        }
        final long delayNs = Math.min(housekeeping.delayNs(), waitDelayNs());
        if (suspended.isEmpty()) {
            return delayNs;
        }
        final long pauseLeftMs = Math.max(0, engine.pause().untilMs() - engine.keyspace().nowMs());
        return Math.min(delayNs, TimeUnit.MILLISECONDS.toNanos(pauseLeftMs)); // a pause may be longer than fits
    }

    /** Hands back the replies whose wait for the log is over; for the end, when commands are executed no more. Engine thread. */
    public void releaseReplies() {
        releaseHeld();
    }

    private int load() {
        if (loading.load(LOADING_SLICE_NS)) {
            engine.loading(null);
            engine.control().loaded();
        }
        return 1;
    }

    private int takeEvents() {
        replyBytes = 0;
        int handled = 0;
        int expected = 0;
        try {
            while (handled < EVENTS_PER_TURN && replyBytes < REPLY_BYTES_PER_TURN && !engine.isStopping()) {
                final RingEvent event = ring.peek(handled);
                if (event == null) {
                    break;
                }
                if (handled >= expected) {
                    expected = handled + expect(handled);
                }
                handled++;
                handle(event);
            }
        } finally {
            ring.take(handled);
        }
        return handled;
    }

    /** Prepares the executor for the next small batches, and answers how many events it looked at. */
    private int expect(final int from) {
        int looked = 0;
        for (RingEvent event = ring.peek(from); event != null
                && looked < EVENTS_AHEAD; event = ring.peek(from + looked)) {
            if (event.kind == RingEvent.Kind.COMMANDS) {
                executor.expect(event.session, event.batch);
            }
            looked++;
        }
        executor.loadExpected();
        return looked;
    }

    private void handle(final RingEvent event) {
        final RingEvent.Kind kind = event.kind;
        final Session session = event.session;
        final RequestBatch batch = event.batch;
        final Runnable task = event.task;
        event.clear();
        switch (kind) {
            case COMMANDS -> take(session, batch);
            case CONNECTED -> connected(session);
            case DISCONNECTED -> disconnected(session);
            case HUNG_UP -> hungUp(session);
            case TASK -> task.run();
        }
    }

    private void connected(final Session session) {
        engine.statistics().connectionAccepted();
        session.authenticated(!engine.passwordRequired());
        engine.sessions().add(session);
    }

    private void disconnected(final Session session) {
        session.leave();
        engine.sessions().remove(session);
        tracking.disconnected(session);
        session.output().release();
    }

    private void take(final Session session, final RequestBatch batch) {
        final boolean hasCommands = batch.commandCount() != 0;
        final long foundNs = batch.foundNs();
        execute(session, batch, 0, log.position()); // hands the batch back
        if (hasCommands) {
            latency.stages().taken(foundNs, executor.startedNs());
        }
    }

    /**
     * @param logged
     *            position of the log before the batch's first command.
     */
    private void execute(final Session session, final RequestBatch batch, final int fromFrame, final long logged) {
        session.output().reclaim();
        final long outputEnd = session.output().end();
        final long published = pubSub.load() + tracking.load();
        final boolean finished = executor.execute(session, batch, fromFrame);
        replyBytes += session.output().end() - outputEnd + pubSub.load() + tracking.load() - published;
        latency.batchExecuted(executor.startedNs(), executor.endedNs());
        batch.readyNs(executor.endedNs());
        if (!finished) {
            if (session.isWaiting()) {
                awaitKey(session, logged);
            } else {
                suspend(session, batch, logged);
            }
            return;
        }
        if (batch.protocolError() != null && session.closing() == Closing.NO) {
            executor.replyError(session, "ERR " + batch.protocolError());
            session.close(Closing.AFTER_REPLIES);
        }
        if (mustHold(session, logged)) {
            held.add(session, batch, log.position());
        } else {
            deliver(session, batch, session.output().end());
        }
    }

    private boolean mustHold(final Session session, final long logged) {
        return !held.hasEnded() && log.holdsReplies() && (log.position() != logged || session.hasHeldParts());
    }

    private void suspend(final Session session, final RequestBatch batch, final long logged) {
        suspended.add(session, batch, executor.stoppedAt(), logged);
        session.heldBack(true);
        engine.pause().blocked(suspended.size());
        if (session.hungUp()) {
            cancelSuspended(session);
        } else if (!mustHold(session, logged) && session.output().publish()) {
            session.signal();
        }
    }

    /** The replies so far are sent, or held; the batch goes on when the command has been served. */
    private void awaitKey(final Session session, final long logged) {
        waiting.of(session).logged(logged);
        if (session.hungUp() && mayBeGivenUp(session)) {
            cancelWait(session);
            return;
        }
        if (mustHold(session, logged)) {
            held.addPart(session, log.position());
        } else if (session.output().publish()) {
            session.signal();
        }
        if (session.takeInputStopped()) {
            session.signal();
        }
    }

    private void hungUp(final Session session) {
        session.hungUp(true);
        if (session.isWaiting() && mayBeGivenUp(session)) {
            cancelWait(session);
        } else if (session.isHeldBack()) {
            cancelSuspended(session);
        }
    }

    private boolean mayBeGivenUp(final Session session) {
        return waiting.of(session).reason().mayBeGivenUp();
    }

    /** What has been held back of a client that is gone is not executed. */
    private void cancelSuspended(final Session session) {
        final SuspendedBatches.Suspended cancelled = suspended.remove(session);
        session.heldBack(false);
        engine.pause().blocked(suspended.size());
        finishCancelled(session, cancelled.batch(), cancelled.logged());
    }

    /** The replies so far wait for the log as those of a batch that has been executed to its end. */
    private void finishCancelled(final Session session, final RequestBatch batch, final long logged) {
        if (mustHold(session, logged)) {
            held.add(session, batch, log.position());
        } else {
            deliver(session, batch, session.output().end());
        }
    }

    private void cancelWait(final Session session) {
        final WaitingClient client = waiting.of(session);
        waiting.remove(client);
        session.waiting(false);
        finishCancelled(session, client.batch(), client.logged());
    }

    private int endWaits() {
        int ended = 0;
        for (WaitingClients.Ended next = waiting.takeEnded(); next != null; next = waiting.takeEnded()) {
            executor.endWait(next.client(), next.error());
            ended++;
        }
        for (WaitingClient next = waiting.takeAnswered(); next != null; next = waiting.takeAnswered()) {
            executor.serveAnswered(next);
            ended++;
        }
        if (waiting.nextDeadlineNs() == Long.MAX_VALUE) {
            return ended;
        }
        final long nowNs = engine.clock().nanoTime();
        for (WaitingClient client = waiting.overdue(nowNs); client != null; client = waiting.overdue(nowNs)) {
            executor.endWait(client, null);
            ended++;
        }
        return ended;
    }

    private int resumeReleased() {
        int resumed = 0;
        for (WaitingClient client = waiting.takeReleased(); client != null; client = waiting.takeReleased()) {
            execute(client.session(), client.batch(), client.batch().nextFrame(client.frame()), client.logged());
            resumed++;
        }
        return resumed;
    }

    private long waitDelayNs() {
        final long deadlineNs = waiting.nextDeadlineNs();
        return deadlineNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadlineNs - engine.clock().nanoTime());
    }

    /**
     * @param outputEnd
     *            stream position behind the batch's replies; messages that stand there may have to wait for the log.
     */
    private void deliver(final Session session, final RequestBatch batch, final long outputEnd) {
        housekeeping.checkOutput(session);
        session.output().publish(outputEnd);
        session.completeBatch(batch);
        session.signal();
    }

    /** All that the turn has changed may become durable, and with it the messages that tell of it go out. */
    private int commit() {
        log.commit();
        if (!held.hasOpen()) {
            return 0;
        }
        held.seal(log.position());
        return releaseHeld();
    }

    private int releaseHeld() {
        if (held.isEmpty()) {
            return 0;
        }
        final boolean failed = log.failed(); // first: what is durable then is final
        final long durable = log.durablePosition();
        final long nowNs = engine.clock().nanoTime();
        int released = 0;
        while (held.isReleased(durable)) {
            if (held.batch() == null) {
                held.session().output().publish(held.outputEnd());
                held.session().signalMessage(); // or it is what a client that waits has been told so far
            } else {
                latency.held(nowNs - held.batch().readyNs());
                held.batch().readyNs(nowNs);
                deliver(held.session(), held.batch(), held.outputEnd());
            }
            held.remove();
            released++;
        }
        return failed && !held.isEmpty() ? released + closeHeld() : released;
    }

    /**
     * A log that fails during a turn has failed from the next one on: first what waits for it is closed, then all goes on without holding. So
     * nothing that is sent takes replies along that were held.
     */
    private int noticeFailure() {
        final boolean failed = log.failed();
        final int closed = failed ? releaseHeld() : 0;
        held.ended(failed);
        return closed;
    }

    /** Nobody can say whether the log will have these commands after a restart: neither OK nor an error would be true. */
    private int closeHeld() {
        int closed = 0;
        while (!held.isEmpty()) {
            final Session session = held.session();
            session.output().abandon();
            session.close(Closing.NOW);
            if (held.batch() != null) {
                session.completeBatch(held.batch());
            }
            session.signal();
            held.remove();
            closed++;
        }
        engine.control().log('#', closed + (closed == 1 ? " client" : " clients") + " closed without a reply: "
                + log.writeError() + ". Whether their last writes are kept is in doubt");
        return closed;
    }

    private int resumeSuspended() {
        int resumed = 0;
        for (final SuspendedBatches.Suspended waiting : suspended.takeAll()) {
            waiting.session().heldBack(false);
            execute(waiting.session(), waiting.batch(), waiting.frame(), waiting.logged());
            resumed++;
        }
        engine.pause().blocked(suspended.size());
        return resumed;
    }
}
