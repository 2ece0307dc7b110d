package io.ringhold.server.log;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ringhold.server.log.ServerLog.Level;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ServerLog log = new ServerLog(new PrintStream(written, true, StandardCharsets.UTF_8), () -> 0);

    @Test
    void shouldWriteLinesFromTheLeastLevelOn() {
        log.threshold(Level.WARNING);
        log.notice("not this");
        log.warning("this");
        log.signal("and this");

        assertThat(lines()).hasSize(2).first().asString().endsWith(" # this");
    }

    @Test
    void shouldWriteNothingWhenNothingIsWanted() {
        log.threshold(Level.NOTHING);
        log.warning("not this");
        log.signal("nor this");

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
