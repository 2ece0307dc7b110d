package io.ringhold.wal.aof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.RecordedLog;

/** A log with what it needs around it: arena, doorbell, collected log lines; plays the engine. */
public final class LogHarness implements AutoCloseable {
    private static final int SCRATCH_BYTES = 1 << 20;

    private final Arena arena = Arena.reserve(ArenaOptions.of("log", 256L << 20));
    private final long scratch = arena.allocate(SCRATCH_BYTES, MemoryTag.SCRATCH);
    private final RecordedLog operator = new RecordedLog();
    private final AtomicInteger rings = new AtomicInteger();
    private final List<String> replayed = new ArrayList<>();
    private volatile Runnable onRing = () -> {};
    private AppendLog log;

    /** Opens and replays; {@link #replayed} has the commands. */
    public LogHarness open(final AppendLogConfig config) throws IOException {
        log = AppendLog.open(config, arena, this::ring, operator);
        try {
            replay(log.source());
        } catch (final IOException e) {
            log.close();
            log = null;
            throw e;
        }
        return this;
    }

    /** Opens without replay. */
    public LogHarness openUnread(final AppendLogConfig config) throws IOException {
        log = AppendLog.open(config, arena, this::ring, operator);
        return this;
    }

    /** Runs with each ring of the doorbell. */
    public void onRing(final Runnable action) {
        onRing = action;
    }

    private void ring() {
        rings.incrementAndGet();
        onRing.run();
    }

    private void replay(final CommandSource source) throws IOException {
        while (!source.load(this::execute, 1)) {
            assertBelowTotal(source);
        }
    }

    private static void assertBelowTotal(final CommandSource source) {
        if (source.loadedBytes() > source.totalBytes()) {
            throw new AssertionError("more loaded than there is");
        }
    }

    private String execute(final RequestBatch batch) {
        int frames = 0;
        for (int frame = 0; frame < batch.end(); frame = batch.nextFrame(frame)) {
            final List<String> words = new ArrayList<>();
            for (int i = 0; i < batch.argumentCount(frame); i++) {
                words.add(text(batch.argumentAddress(frame, i), batch.argumentLength(frame, i)));
            }
            replayed.add(String.join(" ", words));
            frames++;
            if (words.getFirst().equals("NONSENSE")) {
                return "Unknown command 'NONSENSE'";
            }
        }
        if (frames != batch.commandCount()) {
            throw new AssertionError("the batch counts " + batch.commandCount() + " of " + frames + " commands");
        }
        return null;
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Appends a command, whose words are ISO 8859-1. */
    public void append(final int database, final String... words) {
        append(database, command(words));
    }

    /** Appends bytes, and commits them. */
    public void append(final int database, final byte[] command) {
        appendOnly(database, command);
        log.commit();
    }

    /** Appends bytes that are to be committed together with others. */
    public void appendOnly(final int database, final byte[] command) {
        final boolean large = command.length > SCRATCH_BYTES;
        final long offset = large ? arena.allocate(command.length, MemoryTag.SCRATCH) : scratch;
        arena.putArray(offset, command, 0, command.length);
        log.append(database, arena.address(offset), command.length);
        if (large) {
            arena.free(offset);
        }
    }

    /** A command in RESP. */
    public static byte[] command(final String... words) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (final String word : words) {
            out.writeBytes(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    /** Arena memory that belongs to the log. */
    public long logBytes() {
        return arena.usedBytes(MemoryTag.LOG);
    }

    public Arena arena() {
        return arena;
    }

    public long scratchAddress() {
        return arena.address(scratch);
    }

    public AppendLog log() {
        return log;
    }

    public List<String> lines() {
        return operator.lines();
    }

    /** Those of the lines that are warnings. */
    public List<String> warnings() {
        return operator.warnings();
    }

    public int rings() {
        return rings.get();
    }

    public List<String> replayed() {
        return replayed;
    }

    /** Copies the log's files as they are now to another place: what a killed process would leave. */
    public static AppendLogConfig imageOf(final AppendLogConfig config, final Path copyDir) throws IOException {
        final Path target = Files.createDirectories(copyDir.resolve(config.directoryName()));
        try (Stream<Path> files = Files.list(config.directory())) {
            for (final Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return AppendLogConfig.of(copyDir).withNames(config.directoryName(), config.fileName())
                .withLoadTruncated(config.loadTruncated());
    }

    /** The file that is appended to. */
    public static Path increment(final AppendLogConfig config) {
        return config.directory().resolve(config.fileName() + ".1.incr.aof");
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
        arena.close();
    }
}
