package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;

import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.LogFigures;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.replay.LogReplay;
import org.agrona.concurrent.AgentRunner;

/**
 * The append-only log: {@link #open}, replay all of {@link #source}, {@link #start}, then {@link #append} until
 * {@link #close}. {@link #rewrite} makes it short again.
 *
 * <p>
 * All methods are for the engine thread, except {@link #durablePosition}. The log has one thread of its own, which
 * {@link #start} starts and {@link #close} ends.
 *
 * <p>
 * <b>On and off while the server runs.</b> For a keyspace that has data already: {@link #open}, {@link #startDetached}
 * instead of replay and start (both wait for the disk; another thread may call them and hand the log over), then, at
 * once and between two commands, appending begins and the snapshot for the first base is cut; {@link LogRewrite} says
 * what holds until that is complete. {@link #close} turns the log off; for the next time there must be a new one.
 *
 * <p>
 * <b>Room.</b> Every append is accepted: what the ready slices of the file have no room for waits in arena memory until
 * the log's thread has made a slice. {@link #writeError} speaks before that memory matters: when the disk is full,
 * while {@link AppendLogConfig#reserveBytes} are still left in the file; when the disk is slow, once
 * {@link AppendLogConfig#stagingLimitBytes} wait. So only commands that are already under way can go beyond the bounds.
 * An append for which there is no memory either is an {@link IllegalStateException}, which must end the process: its
 * command cannot be undone.
 *
 * <p>
 * <b>Replies.</b> {@link #durablePosition} is the position up to which replies may be given: under
 * {@link FsyncPolicy#ALWAYS} what is forced, else what is in the file, which the death of the process does not touch.
 * {@link #holdsReplies} is also true while bytes wait in memory, under any policy: until they are in the file a
 * {@code kill -9} would lose them.
 *
 * <p>
 * <b>Failed forces</b> are final, see {@link LogStatistics#forceError}: writes are refused, the durable position
 * stands still, and {@link #failed} tells the engine to close the clients whose replies wait. Redis ends itself when
 * that happens under {@code appendfsync always}; here reads go on.
 */
public final class AppendLog implements CommandLog, AutoCloseable {
    private final AppendLogConfig config;
    private final Arena arena;
    private final Doorbell engineDoorbell;
    private final OperatorLog log;
    private final LogDirectory directory;
    private final LogReplay replay;
    private final LogProgress progress;
    private final LogIdleStrategy idle;
    private final LogRewrite rewrite;
    private final LogUnit unit;
    private LogWriter writer;
    private LogAgent agent;
    private AgentRunner runner;
    private boolean adopted;

    private AppendLog(final AppendLogConfig config, final Arena arena, final Doorbell engineDoorbell,
            final LogDirectory directory, final OperatorLog log) {
        this.config = config;
        this.arena = arena;
        this.engineDoorbell = engineDoorbell;
        this.directory = directory;
        this.log = log;
        this.progress = new LogProgress(config.policy());
        this.idle = new LogIdleStrategy(progress);
        this.unit = new LogUnit(arena);
        this.rewrite = new LogRewrite(progress, directory, idle, engineDoorbell, log);
        this.replay = new LogReplay(directory.path(), directory.manifest(), config.loadTruncated(), arena,
                config.clock(), config.bases(), log);
    }

    /**
     * Takes a log's directory, making it when it is not there.
     *
     * @param arena
     *            of the engine thread, not the one of the keyspace; for the index of replayed frames and for staged
     *            bytes.
     * @param engineDoorbell
     *            rung when the durable position grows and when writes are taken again.
     * @param log
     *            takes lines for the operator, from the engine's and the log's thread.
     * @throws IOException
     *             when the directory cannot be used, is used by another server, or has a broken manifest; one line.
     */
    public static AppendLog open(final AppendLogConfig config, final Arena arena, final Doorbell engineDoorbell,
            final OperatorLog log) throws IOException {
        return new AppendLog(config, arena, engineDoorbell, LogDirectory.open(config, log), log);
    }

    /** What earlier runs have left; to be replayed to its end before {@link #start}. */
    public CommandSource source() {
        return replay;
    }

    /** True when there are no files of an earlier run. */
    public boolean isNew() {
        return directory.isNew();
    }

    /**
     * Takes over a dump file, which has been loaded, as the base of a {@link #isNew new} log; before {@link #start}. Its copy, complete and on the
     * disk, is where {@link LogRewrite#temporaryBase} says.
     *
     * @throws IOException
     *             when that is not possible; one line. The log is then as new as before.
     */
    public void adopt(final Path dump) throws IOException {
        directory.adopt(dump);
        adopted = true;
        replay.close();
    }

    /**
     * Opens the file to append to, makes its first slice, and starts the log's thread.
     *
     * @throws IOException
     *             when the file cannot be opened or extended; one line.
     */
    public void start(final ThreadFactory threadFactory) throws IOException {
        startWithoutThread();
        startThread(threadFactory);
    }

    /**
     * Starts the log for a keyspace that was not loaded from it: what {@link #source} has is left alone, until the first
     * rewrite is complete, which has begun with this, see {@link LogRewrite}.
     *
     * @throws IOException
     *             when the file cannot be made; one line.
     */
    public void startDetached(final ThreadFactory threadFactory) throws IOException {
        startDetachedWithoutThread();
        startThread(threadFactory);
    }

    private void startThread(final ThreadFactory threadFactory) {
        runner = new AgentRunner(idle, this::agentFailed, null, agent);
        AgentRunner.startOnThread(runner, threadFactory);
    }

    /** {@link #start}, for who runs {@link #agent} himself. */
    void startWithoutThread() throws IOException {
        if (!adopted && !replay.isFinished()) {
            throw new IllegalStateException("the log must be replayed before it is appended to");
        }
        final Path path = directory.openIncrement();
        progress.sizeOrigin = directory.sizeBytes();
        progress.baseSize = directory.baseBytes();
        startIn(path, null);
    }

    /** {@link #startDetached}, for who runs {@link #agent} himself. */
    void startDetachedWithoutThread() throws IOException {
        replay.close();
        final LogDirectory.Increment increment = directory.openDetached();
        startIn(increment.path(), increment);
        rewrite.startedCut();
    }

    /** @param detached the file, when it begins with a cut. */
    private void startIn(final Path path, final LogDirectory.Increment detached) throws IOException {
        try {
            final LogFile file = config.files().open(path);
            final SegmentChain segments = new SegmentChain(file, Files.size(path), config, progress, log);
            final Staging staging = new Staging(arena, progress);
            final LogSegment first = firstSegment(segments);
            if (detached != null) {
                progress.lastCut = new LogCut(0, first, detached);
            }
            writer = new LogWriter(arena, progress, staging, first, idle, config.epochClock());
            writer.timestamps(config.timestamps());
            rewrite.writer(writer);
            final Increments increments = new Increments(segments, config, directory, progress, engineDoorbell, log);
            agent = new LogAgent(progress, increments, staging, idle, engineDoorbell, config.clock(), log);
        } catch (final IOException e) {
            throw new IOException("Can't open the append-only file " + path.getFileName() + ": " + FileErrors.reason(e),
                    e);
        }
    }

    private static LogSegment firstSegment(final SegmentChain segments) throws IOException {
        try {
            return segments.start();
        } catch (final IOException e) {
            try {
                segments.close(0);
            } catch (final IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    LogAgent agent() {
        return agent;
    }

    @Override
    public void append(final int database, final long address, final int length) {
        if (unit.isOpen()) {
            unit.append(writer, database, address, length);
        } else {
            writer.append(database, address, length);
        }
    }

    /** What a log without files gets of a unit is nothing: it may be started in the middle of one. */
    @Override
    public void beginUnit() {
        unit.begin();
    }

    @Override
    public void endUnit() {
        unit.end(writer);
    }

    @Override
    public void commit() {
        if (writer != null) {
            writer.commit();
        }
    }

    @Override
    public boolean enabled() {
        return writer != null;
    }

    @Override
    public boolean holdsReplies() {
        return progress.policy == FsyncPolicy.ALWAYS || progress.waiting() > 0;
    }

    @Override
    public long position() {
        return writer == null ? 0 : writer.position() + unit.waitingBytes();
    }

    @Override
    public long durablePosition() {
        return progress.durable();
    }

    /** Under policies other than {@code always} a failed force stops nothing: replies wait for the file only. */
    @Override
    public boolean failed() {
        return progress.ended || progress.forceError != null && progress.policy == FsyncPolicy.ALWAYS;
    }

    @Override
    public String writeError() {
        final LogRefusal refusal = refusal();
        return refusal == null ? null : refusal.reply();
    }

    @Override
    public LogFigures figures() {
        final LogStatistics now = statistics();
        return new LogFigures(now.currentSizeBytes(), now.baseSizeBytes(), now.stagedBytes(), now.pendingForceBytes(),
                now.delayedCount());
    }

    /** The setting {@code appendfsync}. */
    public FsyncPolicy policy() {
        return progress.policy;
    }

    /** Changes the setting {@code appendfsync}; commands appended before are covered by the next force too. */
    public void policy(final FsyncPolicy policy) {
        progress.policy = policy;
        idle.wake();
    }

    /** Changes the setting {@code aof-timestamp-enabled}. */
    public void timestamps(final boolean enabled) {
        if (writer != null) {
            writer.timestamps(enabled);
        }
    }

    /** The rewrite that is under way, or to be begun; the same object at all times. */
    public LogRewrite rewrite() {
        return rewrite;
    }

    /** True for a log {@link #startDetached started detached} until its first base is complete. */
    public boolean isDetached() {
        return directory.isDetached();
    }

    /** The log's figures now. */
    public LogStatistics statistics() {
        final LogRefusal forceError = progress.forceError;
        return new LogStatistics(progress.sizeOrigin + position(), progress.baseSize, progress.waiting(),
                Math.max(0, progress.written() - progress.forced), writer == null ? 0 : writer.stagedSessions(),
                refusal() == null, forceError == null ? null : forceError.reason(), progress.forceCount,
                progress.forcedBytes, progress.lastForceNs, progress.allocatedBytes);
    }

    /**
     * Makes everything durable, cuts preallocated space off the file, ends the log's thread and lets go of the
     * directory.
     *
     * @throws IOException
     *             when bytes could not be kept; one line that says how many and why.
     */
    @Override
    public void close() throws IOException {
        try {
            commit();
            if (runner != null) {
                idle.close();
                runner.close();
            }
            if (agent != null) {
                agent.finish();
            }
        } finally {
            unit.close();
            if (writer != null) {
                writer.close();
                writer = null;
                rewrite.writer(null);
            }
            agent = null;
            runner = null;
            replay.close();
            directory.close();
        }
    }

    private LogRefusal refusal() {
        final LogRefusal forceError = progress.forceError;
        if (forceError != null) {
            return forceError;
        }
        final LogRefusal spaceError = progress.spaceError;
        if (spaceError != null && progress.readyEnd - position() < config.reserveBytes()) {
            return spaceError;
        }
        return progress.waiting() > config.stagingLimitBytes() ? LogRefusal.SLOW_DISK : null;
    }

    private void agentFailed(final Throwable failure) {
        final Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        log.warning("The log's thread has ended, writes are refused: " + cause);
        progress.forceError = LogRefusal.of(cause.toString());
        progress.ended = true;
        engineDoorbell.ring();
    }
}
