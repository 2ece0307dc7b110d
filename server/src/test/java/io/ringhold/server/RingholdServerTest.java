package io.ringhold.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.ringhold.server.boot.StartupException;
import io.ringhold.server.log.ServerLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RingholdServerTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ServerLog log = new ServerLog(new PrintStream(written, true, StandardCharsets.UTF_8), () -> 0);

    @Test
    void shouldEndTheProcessWhateverStartingThrows() {
        assertThat(RingholdServer.statusOf(() -> {
            throw new OutOfMemoryError("unable to create native thread");
        }, log)).isEqualTo(1);

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.endsWith(" # java.lang.OutOfMemoryError: unable to create native thread"))
                .anyMatch(line -> line.contains("at io.ringhold.server.RingholdServerTest"));
    }

    @Test
    void shouldSayInOneLineWhatIsInTheWay() {
        assertThat(RingholdServer.statusOf(() -> {
            throw new StartupException("the port is taken");
        }, log)).isEqualTo(1);

        assertThat(written.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
                .endsWith(" # the port is taken");
    }

    @Test
    void shouldEndWithTheStatusOfTheServer() {
        assertThat(RingholdServer.statusOf(() -> 0, log)).isZero();
    }
}
