package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.engine.pipeline.DoorbellIdle;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.engine.port.SnapshotStore;
import io.ringhold.offheap.cow.Cut;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.wal.aof.AppendLog;
import io.ringhold.wal.aof.LogRewrite;
import io.ringhold.wal.base.CommandBaseWriter;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.OperatorLog;
import io.ringhold.wal.rdb.FileTarget;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.KeyspaceWriter;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.RdbImage;
import io.ringhold.wal.rdb.RdbOptions;
import io.ringhold.wal.rdb.RdbTarget;
import io.ringhold.wal.rdb.RdbWriter;
import io.ringhold.wal.rdb.load.RdbLoadOptions;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Snapshots of a keyspace into files, by the settings. The engine's thread, but for {@link #agent}, which is run by the snapshot's. See the
 * package for who does what.
 */
public final class SnapshotService implements SnapshotStore, AutoCloseable {
    /** Names of temporary dump files have the id of their process, as Redis' have. */
    static final String NO_MEMORY = "no memory for the snapshot's buffers: ";
    private static final Pattern TEMPORARY = Pattern.compile("temp-(\\d{1,9})\\.rdb");
    private static final int ALL_KEYS = Integer.MAX_VALUE;

    private final Settings settings;
    private final Keyspace keyspace;
    private final FunctionLibraries functions;
    private final NanoClock clock;
    private final OperatorLog log;
    private final SnapshotFiles files;
    private final Cut cut;
    private final SnapshotAgent agent;
    private AppendLog appendLog;
    private final DoorbellIdle idle = new DoorbellIdle(0, 0);

    /**
     * @param engineDoorbell
     *            rung when a snapshot has ended.
     * @param functions
     *            libraries that files keep.
     * @param log
     *            takes lines for the operator.
     */
    public SnapshotService(final Settings settings, final Keyspace keyspace, final Doorbell engineDoorbell,
            final FunctionLibraries functions, final NanoClock clock, final OperatorLog log) {
        this(settings, keyspace, engineDoorbell, functions, clock, log, SnapshotFiles.SYSTEM);
    }

    /** The same on disks that may fail. */
    SnapshotService(final Settings settings, final Keyspace keyspace, final Doorbell engineDoorbell,
            final FunctionLibraries functions, final NanoClock clock, final OperatorLog log,
            final SnapshotFiles files) {
        this.settings = settings;
        this.files = files;
        this.functions = functions;
        this.keyspace = keyspace;
        this.clock = clock;
        this.log = log;
        this.cut = new Cut(keyspace.arena(), shadowLimit());
        this.agent = new SnapshotAgent(engineDoorbell);
        idle.idleNs(() -> agent.hasWork() ? 0 : Long.MAX_VALUE);
    }

    /** What the snapshot's thread runs. */
    public Agent agent() {
        return agent;
    }

    /** How that thread sleeps. */
    public IdleStrategy idle() {
        return idle;
    }

    /** Says which log is to be rewritten; null when there is none. */
    public void log(final AppendLog newLog) {
        appendLog = newLog;
    }

    /**
     * The dump file as data of an earlier run, or null when there is none. When there is a log, which is new then, the dump becomes its base: keys
     * that have expired are loaded as well, as they will be with that base, so that the log tells when they go.
     *
     * @throws IOException
     *             when there is one that cannot be read; one line.
     */
    public CommandSource source() throws IOException {
        final String name = settings.dbfilename.value();
        final Path file = settings.resolve(name);
        if (name.isEmpty() || !Files.exists(file)) {
            return null;
        }
        return appendLog == null
                ? dump(file, false)
                : new AdoptedDump(file, dump(file, true), appendLog, clock, files);
    }

    private DumpSource dump(final Path file, final boolean keepsExpired) throws IOException {
        final RdbLoadOptions options = keepsExpired ? RdbLoadOptions.LOG_BASE : RdbLoadOptions.DUMP_FILE;
        return new DumpSource(file, keyspace, options.withChecksum(settings.rdbchecksum.value()), functions, clock,
                log);
    }

    /** Deletes temporary dump files that processes which are gone have left; to be called at start. */
    public void removeLeftovers() {
        try (Stream<Path> all = Files.list(settings.resolve("."))) {
            all.filter(this::isLeftover).forEach(this::remove);
        } catch (final IOException e) {
            log.warning("Can't look for temporary files in dir: " + FileErrors.reason(e));
        }
    }

    private boolean isLeftover(final Path file) {
        final String name = file.getFileName().toString();
        final Matcher matcher = TEMPORARY.matcher(name);
        if (!matcher.matches() || name.equals(settings.dbfilename.value())
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        final long pid = Long.parseLong(matcher.group(1));
        // a process of another container may have any number, this one's included
        return (pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty())
                && !files.isBeingWritten(file);
    }

    private void remove(final Path file) {
        try {
            Files.delete(file);
            log.notice("Removed the temporary file " + file.getFileName() + " of a process that is gone");
        } catch (final IOException e) {
            log.warning("Can't remove the temporary file " + file.getFileName() + ": " + FileErrors.reason(e));
        }
    }

    @Override
    public void save() throws IOException {
        save(rdb(options()));
    }

    void save(final SnapshotWork.Format format) throws IOException {
        try (SnapshotFile file = SnapshotFile.create(files, temporaryDump())) {
            final RdbTarget target = new FileTarget(file, syncBytes(settings.rdbSaveIncrementalFsync.value()),
                    file::force);
            try (KeyspaceWriter writer = format.open(new LiveView(keyspace.arena()), RdbImage.of(keyspace), target)) {
                while (writer.writeSome(ALL_KEYS)) {
                    // until all are written
                }
            }
            file.complete();
            file.replace(dumpFile());
        } catch (final IOException e) {
            throw new IOException(FileErrors.reason(e), e);
        } catch (final OutOfMemoryError e) {
            // of buffers outside the heap
            throw new IOException(NO_MEMORY + e.getMessage(), e);
        }
    }

    @Override
    public SnapshotJob beginDump() throws IOException {
        final Path target = dumpFile();
        final SnapshotWork.Plan plan = new SnapshotWork.Plan(RdbImage.of(keyspace), rdb(options()), files,
                temporaryDump(), syncBytes(settings.rdbSaveIncrementalFsync.value()), settings.rdbKeySaveDelay.value(),
                file -> file.replace(target));
        return new DumpJob(cut, begin(plan));
    }

    @Override
    public SnapshotJob beginLogRewrite() throws IOException {
        if (appendLog == null || !appendLog.enabled()) {
            throw new IOException("there is no append only file: appendonly is no");
        }
        final boolean isRdb = settings.aofUseRdbPreamble.value();
        if (!isRdb && !functions.codes().isEmpty()) {
            // a log that has just been turned on is cut already, at a moment that will have passed when it is tried again
            appendLog.rewrite().abandon();
            throw new IOException("there are libraries of functions, which a base of commands cannot hold yet: set"
                    + " aof-use-rdb-preamble yes");
        }
        final LogRewrite rewrite = appendLog.rewrite();
        if (rewrite.state() == LogRewrite.State.IDLE) {
            rewrite.prepare();
        }
        return new RewriteJob(cut, rewrite, () -> begin(basePlan(rewrite, isRdb)));
    }

    @Override
    public CommandSource openDump() throws IOException {
        // a log that is kept has these keys, and is to be told when they go
        return dump(dumpFile(), appendLog != null && appendLog.enabled());
    }

    @Override
    public long releaseSome(final long maxBytes) {
        return cut.releaseSome(maxBytes);
    }

    /** Unmaps the copies; after the snapshot's thread has ended. */
    @Override
    public void close() {
        cut.close();
    }

    /** The snapshot's thread. */
    private static void completeRewrite(final LogRewrite rewrite, final boolean isRdb) throws IOException {
        if (!rewrite.complete(isRdb)) {
            throw new IOException(rewrite.error());
        }
    }

    private SnapshotWork.Plan basePlan(final LogRewrite rewrite, final boolean isRdb) {
        final boolean hasTimestamp = settings.aofTimestampEnabled.value();
        final SnapshotWork.Format format = isRdb
                ? rdb(options().asAofBase())
                : (view, image, target) -> new CommandBaseWriter(view, image, target, hasTimestamp);
        return new SnapshotWork.Plan(RdbImage.of(keyspace), format, files, rewrite.temporaryBase(),
                syncBytes(settings.aofRewriteIncrementalFsync.value()), settings.rdbKeySaveDelay.value(),
                file -> completeRewrite(rewrite, isRdb));
    }

    private static SnapshotWork.Format rdb(final RdbOptions options) {
        return (view, image, target) -> new RdbWriter(view, image, target, options);
    }

    private SnapshotWork begin(final SnapshotWork.Plan plan) {
        cut.limitBytes(shadowLimit());
        cut.open();
        final SnapshotWork work = new SnapshotWork(cut, plan,
                new CpuShare(clock, () -> (int) settings.snapshotCpuPercent.sharedValue()));
        agent.handOver(work);
        idle.ring();
        return work;
    }

    private RdbOptions options() {
        final int wanted = settings.rdbVersion.intValue();
        final int version = wanted != 0
                ? wanted
                : keyspace.hasTimedFields() ? RdbFormat.VERSION_7_4 : RdbFormat.VERSION_7_2;
        return RdbOptions.of(version).withCompression(settings.rdbcompression.value())
                .withChecksum(settings.rdbchecksum.value()).withPolicy(settings.maxmemoryPolicy.value())
                .withFunctions(functions.codes());
    }

    private long shadowLimit() {
        final long limit = settings.snapshotShadowLimit.value();
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    private static long syncBytes(final boolean incremental) {
        return incremental ? FileTarget.SYNC_BYTES : FileTarget.NO_SYNC;
    }

    private Path dumpFile() throws IOException {
        final String name = settings.dbfilename.value();
        if (name.isEmpty()) {
            throw new IOException("the setting dbfilename is empty");
        }
        return settings.resolve(name);
    }

    private Path temporaryDump() {
        return settings.resolve("temp-" + ProcessHandle.current().pid() + ".rdb");
    }
}
