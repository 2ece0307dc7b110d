package io.ringhold.wal.base;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.manifest.Manifest;
import io.ringhold.wal.manifest.ManifestEntry;
import io.ringhold.wal.rdb.Contents;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.replay.BaseLoader;
import io.ringhold.wal.replay.LogReplay;

import static org.assertj.core.api.Assertions.assertThat;

/** Writes bases of commands and replays them. */
public final class CommandBases {
    private CommandBases() {}

    /** The base, as one step writes it. */
    static byte[] write(final RdbFixture fixture) throws IOException {
        return write(fixture, false, Integer.MAX_VALUE);
    }

    /** The base, as steps of so many keys write it. */
    static byte[] write(final RdbFixture fixture, final boolean hasTimestamp, final int step) throws IOException {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (CommandBaseWriter writer = new CommandBaseWriter(fixture.view, fixture.image(), (source, address) -> {
            final byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            file.writeBytes(bytes);
        }, hasTimestamp)) {
            while (writer.writeSome(step)) {
                // until it is complete
            }
            assertThat(writer.bytesWritten()).isEqualTo(file.size());
            assertThat(writer.keysWritten()).isEqualTo(fixture.image().keys());
        }
        return file.toByteArray();
    }

    /** Replays a base, of which no command may fail; returns the commands. */
    public static List<List<String>> replay(final byte[] base, final Path directory, final Contents.Server server)
            throws IOException {
        final String name = "appendonly.aof.1.base.aof";
        Files.write(directory.resolve(name), base);
        final List<List<String>> commands = new ArrayList<>();
        final RecordedLog operator = new RecordedLog();
        final Manifest manifest = new Manifest(new ManifestEntry(name, 1, ManifestEntry.Type.BASE), List.of(),
                List.of());
        try (Arena arena = Arena.reserve(ArenaOptions.of("replay", 64L << 20));
                LogReplay replay = new LogReplay(directory, manifest, false, arena, System::nanoTime,
                        BaseLoader.Factory.NONE, operator)) {
            while (!replay.load(batch -> execute(batch, server, commands), 1)) {
                // until all is replayed
            }
        }
        assertThat(operator.lines().removeLast()).startsWith("DB loaded from base file");
        assertThat(operator.lines()).allMatch(line -> line.startsWith("Loading the append only file"));
        return commands;
    }

    /** Replays a base into a server on which nothing expires meanwhile. */
    public static List<List<String>> replay(final byte[] base, final Path directory, final RdbFixture into)
            throws IOException {
        into.harness.engine().keyspace().expiryPaused(true);
        try {
            return replay(base, directory, into.server);
        } finally {
            into.harness.engine().keyspace().expiryPaused(false);
        }
    }

    private static String execute(final RequestBatch batch, final Contents.Server server,
            final List<List<String>> commands) {
        for (int frame = 0; frame < batch.end(); frame = batch.nextFrame(frame)) {
            final List<String> words = new ArrayList<>();
            for (int i = 0; i < batch.argumentCount(frame); i++) {
                final byte[] bytes = new byte[batch.argumentLength(frame, i)];
                Memory.copyToArray(batch.argumentAddress(frame, i), bytes, 0, bytes.length);
                words.add(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            final Object reply = server.ask(words.toArray(String[]::new));
            if (reply instanceof final String text && text.startsWith("-")) {
                return text + ": " + words;
            }
            commands.add(words);
        }
        return null;
    }

    /** What of contents can be said by commands: not when consumers were seen, nor a minus before 0. */
    static Map<String, Object> sayable(final Map<String, Object> contents) {
        final Map<String, Object> sayable = new TreeMap<>(contents);
        sayable.replaceAll((key, value) -> value instanceof final List<?> pair
                ? List.of(pair.getFirst(), sayable(pair.getLast()))
                : value);
        return sayable;
    }

    private static Object sayable(final Object value) {
        if (value instanceof final Map<?, ?> map) {
            final Map<Object, Object> all = new TreeMap<>(map);
            all.replaceAll((member, score) -> score instanceof final Double number ? (Object) (number + 0.0) : score);
            return all;
        }
        if (value instanceof final Contents.Stream stream) {
            return new Contents.Stream(stream.entries(), stream.lastId(), stream.firstId(), stream.maxDeletedId(),
                    stream.entriesAdded(),
                    stream.groups().stream().map(group -> new Contents.Group(group.name(), group.lastId(),
                            group.entriesRead(), group.pending(),
                            group.consumers().stream().map(consumer -> new Contents.Consumer(consumer.name(),
                                    Contents.NOT_COMPARED, Contents.NOT_COMPARED, consumer.pending())).toList()))
                            .toList());
        }
        return value;
    }
}
