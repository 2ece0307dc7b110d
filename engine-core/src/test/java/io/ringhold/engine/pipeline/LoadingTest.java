package io.ringhold.engine.pipeline;

import java.io.IOException;

import io.ringhold.engine.pipeline.EngineFixture.Client;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients see while the data is read from disk. */
class LoadingTest {
    private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";

    private final StagedSource source = new StagedSource();
    private final EngineFixture fixture = new EngineFixture(source);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldAnswerLoadingUntilTheDataIsThere() {
        fixture.log.enabled = false;
        final Client client = fixture.connect().send("GET a\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo(LOADING);
        assertThat(fixture.agent.nextWorkDelayNs()).isZero();
        client.send("INFO persistence\n");
        source.loaded = 25;
        fixture.nowMs += 2000;
        fixture.turn();
        assertThat(client.received()).contains("\r\nloading:1\r\n",
                "\r\nloading_start_time:" + (fixture.nowMs / 1000 - 2) + "\r\n", "\r\nloading_total_bytes:100\r\n",
                "\r\nloading_loaded_bytes:25\r\n", "\r\nloading_loaded_perc:25.00\r\n",
                "\r\nloading_eta_seconds:6\r\n");
        source.next = "SET a 1\nSET gone x PXAT 1\nINCR a\n";
        fixture.turn();
        assertThat(fixture.control.lines()).isEmpty();
        source.finished = true;
        fixture.turn();
        assertThat(fixture.control.lines()).hasSize(2).last().isEqualTo("loaded");
        fixture.log.enabled = true;
        client.send("GET a\nGET gone\n");
        fixture.turn();
        assertThat(client.received()).isEqualTo("$1\r\n2\r\n$-1\r\n");
        assertThat(fixture.log.appended).as("what has expired meanwhile stays until the end of loading")
                .containsExactly("*2\r\n$3\r\nDEL\r\n$4\r\ngone\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SET a 1;SELECT 99;SET a 2|Command 'select' cannot be executed reading the append only file: it names a database beyond those of the setting 'databases'",
        "SETRANGE a 40000000 x;SETRANGE b 40000000 x;SET a 1|Command 'setrange' cannot be executed reading the append only file: there is no memory for its data"})
    void shouldNotPassOverWhatCannotBeReplayed(final String commands, final String failure) {
        source.next = commands.replace(';', '\n') + "\n";
        source.failure = failure;
        fixture.turn();
        assertThat(source.next).isEmpty();
    }

    @Test
    void shouldPassOverErrorsThatClientsGotAsWell() {
        source.next = "SET a x\nINCR a\nSET b 1\n";
        source.finished = true;
        fixture.turn();
        assertThat(fixture.connect().send("GET b\n")).satisfies(client -> {
            fixture.turn();
            assertThat(client.received()).isEqualTo("$1\r\n1\r\n");
        });
    }

    @Test
    void shouldFreeWhatIsReplacedWhileItLoads() {
        source.next = "SETBIT a 80000000 1\nBITOP NOT b a\n".repeat(20);
        fixture.turn();
        assertThat(source.next).isEmpty();
    }

    @Test
    void shouldRefuseSettingsThatLoadingDependsOnUntilTheDataIsThere() {
        try (ServerHarness server = new ServerHarness("--enable-protected-configs", "yes")) {
            final ServerHarness.Client client = server.connect();
            server.engine().loading(new Loading(server.engine(), null));
            assertThat(client.run("CONFIG SET timeout 5 APPENDONLY yes timeout 6")).isEqualTo(LOADING);
            assertThat(client.run("CONFIG SET dir /")).isEqualTo(LOADING);
            assertThat(client.run("CONFIG SET nosuch 5 appendonly yes")).startsWith("-ERR Unknown option");
            assertThat(client.run("CONFIG SET timeout 7")).isEqualTo("+OK\r\n");
            server.engine().loading(null);
            assertThat(client.run("CONFIG SET timeout 5 appendonly yes")).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void shouldSayWhyWhenLoadingFails() {
        source.error = "Bad file format reading the append only file";
        fixture.turn();
        assertThat(fixture.control.lines())
                .containsExactly("load failed: Bad file format reading the append only file");
        assertThat(fixture.engine.isLoading()).isTrue();
    }

    /** Replays what the test gives it. */
    private final class StagedSource implements CommandSource {
        private String next = "";
        private String error;
        private String failure;
        private long loaded;
        private boolean finished;

        @Override
        public String origin() {
            return "append only file";
        }

        @Override
        public boolean load(final Sink sink, final long budgetNs) throws IOException {
            if (error != null) {
                throw new IOException(error);
            }
            if (!next.isEmpty()) {
                assertThat(fixture.framed(next, sink::execute)).isEqualTo(failure);
                next = "";
            }
            return finished;
        }

        @Override
        public long totalBytes() {
            return 100;
        }

        @Override
        public long loadedBytes() {
            return loaded;
        }
    }
}
