package io.ringhold.server.boot;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.ringhold.engine.config.CommandLine;
import io.ringhold.engine.config.RedisConf;
import io.ringhold.engine.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class ServerControlPortTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGivePathsAsBytesOfUtf8() throws Exception {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        Files.createFile(folder.resolve("r\u00e9dis.conf"));
        final Settings settings = new Settings(folder);
        new RedisConf(settings, (from, to) -> null).load(CommandLine.parse(List.of("r\u00e9dis.conf")),
                InputStream.nullInputStream());

        final ServerControlPort control = new ServerControlPort(settings, null, null, null, null, null, null);

        assertThat(control.configFile()).endsWith("/r\u00c3\u00a9dis.conf");
        assertThat(control.executable()).isNotEmpty();
    }
}
