package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.wal.file.RecordedLog;
import io.ringhold.wal.rdb.FunctionLibraries;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** DEBUG RELOAD with a file. */
class DebugReloadTest {
    private static final String FAILED = "-ERR Error trying to load the RDB dump, check server logs.\r\n";

    private final ServerHarness server = new ServerHarness("--enable-debug-command", "yes");
    private final ServerHarness.Client client = server.connect();
    @TempDir
    private Path directory;
    private SnapshotService service;

    @BeforeEach
    void open() {
        service = new SnapshotService(new Settings(directory), server.engine().keyspace(), () -> {},
                new FunctionLibraries(), SystemNanoClock.INSTANCE, new RecordedLog());
        server.engine().persistence().store(service);
    }

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    /** Of 64 MiB there are. */
    @Test
    void shouldHaveRoomForTheDataWhenTheyFillMostOfTheMemory() {
        client.run("DEBUG POPULATE 40000 key 1000");
        assertThat(client.run("DEBUG RELOAD")).as("%s", server.serverLog()).isEqualTo("+OK\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":40000\r\n");
    }

    @Test
    void shouldEndAndLeaveTheFileWhenItIsBroken() throws IOException {
        final Path dump = directory.resolve("dump.rdb");
        final byte[] broken = breakDump(dump);
        assertThat(client.run("DEBUG RELOAD NOSAVE")).isEqualTo(FAILED);
        assertThat(server.serverLog())
                .anyMatch(line -> line.startsWith("load failed: Error loading the RDB file " + dump));
        assertThat(client.run("SAVE")).isEmpty();
        assertThat(dump).hasBinaryContent(broken);
    }

    @Test
    void shouldExecuteNothingThatIsQueuedBehindAFileThatIsBroken() throws IOException {
        final Path dump = directory.resolve("dump.rdb");
        final byte[] broken = breakDump(dump);
        client.run("MULTI");
        client.run("DEBUG RELOAD NOSAVE");
        client.run("DEBUG RELOAD");
        client.run("EXEC");
        assertThat(server.serverLog()).filteredOn(line -> line.startsWith("load failed:")).hasSize(1);
        assertThat(dump).hasBinaryContent(broken);
    }

    private byte[] breakDump(final Path dump) throws IOException {
        client.run("DEBUG POPULATE 100");
        client.run("SAVE");
        final byte[] broken = Files.readAllBytes(dump);
        broken[broken.length - 1] ^= 1;
        Files.write(dump, broken);
        return broken;
    }

    @Test
    void shouldKeepTheDataWhenThereIsNoFile() {
        client.run("SET a b");
        assertThat(client.run("DEBUG RELOAD NOSAVE")).isEqualTo(FAILED);
        assertThat(server.serverLog()).anyMatch(line -> line.endsWith("No such file or directory"));
        assertThat(client.run("GET a")).isEqualTo("$1\r\nb\r\n");
    }
}
