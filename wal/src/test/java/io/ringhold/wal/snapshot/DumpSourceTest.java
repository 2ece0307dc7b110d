package io.ringhold.wal.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.load.RdbLoadOptions;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DumpSourceTest {
    @TempDir
    private Path directory;

    @Test
    void shouldEscapeFieldsOfADumpInTheLog() throws Exception {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("REDIS0011".getBytes(StandardCharsets.US_ASCII));
        putField(file, "redis-ver", "7.2\n1:M 01 Jan 2026 00:00:00.000 # forged");
        putField(file, "repl-id", "a\u001b[2J\\\u00ff");
        file.write(RdbFormat.OPCODE_EOF);
        file.writeBytes(new byte[Long.BYTES]);
        final Path dump = Files.write(directory.resolve("dump.rdb"), file.toByteArray());
        final RecordedLog log = new RecordedLog();
        try (Arena arena = Arena.reserve(ArenaOptions.of("keyspace", 64 << 20))) {
            final DumpSource source = new DumpSource(dump, new Keyspace(arena, 2, new KeyHash(1, 2)),
                    RdbLoadOptions.DUMP_FILE, new FunctionLibraries(), SystemNanoClock.INSTANCE, log);
            assertThat(source.load(batch -> null, Long.MAX_VALUE / 2)).isTrue();
        }
        assertThat(log.lines()).startsWith(
                "Loading RDB produced by version 7.2\\x0a1:M 01 Jan 2026 00:00:00.000 # forged",
                "RDB field repl-id: a\\x1b[2J\\\\\\xff");
    }

    private static void putField(final ByteArrayOutputStream file, final String name, final String value) {
        file.write(RdbFormat.OPCODE_AUX);
        for (final String text : List.of(name, value)) {
            file.write(text.length());
            file.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
