package io.ringhold.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code bin/ringhold-server} in a checkout that was built, with a JVM that shows what it is given. */
class LauncherTest {
    private static final Path SCRIPTS = Path.of("..", "bin");
    private static final String JAVA = """
            #!/bin/sh
            echo "$*" >>"$CALLS"
            echo "$* LC_ALL=$LC_ALL"
            """;

    @TempDir
    private Path folder;
    private Path tools;
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (final String script : List.of("ringhold-server", "ringhold-env.sh")) {
            Files.copy(SCRIPTS.resolve(script), folder.resolve("bin").resolve(script));
        }
        Files.createFile(folder.resolve("pom.xml"));
        for (final String module : List.of("offheap", "engine-core", "wal", "server")) {
            Files.createDirectories(folder.resolve(module).resolve("src/main"));
            Files.createFile(folder.resolve(module).resolve("pom.xml"));
        }
        jar = Files.createFile(Files.createDirectory(folder.resolve("server/target")).resolve("ringhold-server.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Files.createFile(folder.resolve("jdk/bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(folder.resolve("jdk/bin/java"), JAVA);
        tools = Files.createDirectory(folder.resolve("tools"));
        for (final String tool : List.of("find", "mkdir", "rm")) {
            Files.createSymbolicLink(tools.resolve(tool), tool(tool));
        }
    }

    @Test
    void shouldStartWithoutMavenWhenOnlyTheRecordingIsMissing() throws Exception {
        assertThat(start(Map.of(), "--port", "7")).contains("-jar " + folder.resolve("bin") + "/../server/target/")
                .contains("ringhold-server.jar --port 7 ");
        assertThat(folder.resolve("calls")).content().contains("-XX:AOTCacheOutput=");
    }

    @Test
    void shouldStartWithoutARecordingWhenThereIsNoWritingInTheCheckout() throws Exception {
        Files.createFile(folder.resolve("target"));

        assertThat(start(Map.of())).contains("ringhold-server.jar ").doesNotContain("target: ");
        assertThat(folder.resolve("calls")).content().doesNotContain("-XX:AOTCacheOutput=");
    }

    @Test
    void shouldSayThatMavenIsNeededWhenThereIsSomethingToBuild() throws Exception {
        Files.delete(jar);

        assertThat(start(Map.of())).isEqualTo("ringhold: Maven (mvn) is needed to build the server\n");
    }

    @ParameterizedTest
    @CsvSource({"LANG,,C.UTF-8", "LANG,C,C.UTF-8", "LANG,de_DE.UTF-8,", "LC_CTYPE,en_US.utf8,", "LC_ALL,POSIX,C.UTF-8",
        "LC_ALL,sv_SE.utf8,sv_SE.utf8"})
    void shouldGiveTheJvmALocaleInWhichAllNamesCanBeWritten(final String variable, final String value,
            final String locale) throws Exception {
        assertThat(start(value == null ? Map.of() : Map.of(variable, value)))
                .endsWith(" LC_ALL=" + (locale == null ? "" : locale) + "\n");
    }

    /** Runs the launcher to its end and returns what it wrote. */
    private String start(final Map<String, String> environment, final String... arguments) throws Exception {
        final ProcessBuilder builder = new ProcessBuilder(tool("bash").toString(),
                folder.resolve("bin/ringhold-server").toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("PATH", tools.toString(), "JAVA_HOME", folder.resolve("jdk").toString(),
                "CALLS", folder.resolve("calls").toString()));
        final Process process = builder.start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static Path tool(final String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)).map(part -> Path.of(part, name))
                .filter(Files::isExecutable).findFirst().orElseThrow();
    }
}
