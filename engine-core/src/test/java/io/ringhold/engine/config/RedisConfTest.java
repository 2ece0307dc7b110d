package io.ringhold.engine.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RedisConfTest {
    @TempDir
    Path folder;

    private final List<String> renamed = new ArrayList<>();

    @Test
    void shouldReadFileThenStdinThenOptionsWhenAllAreGiven() throws Exception {
        write("redis.conf", "# comment\n\n  TIMEOUT 5\nsave 900 1\nsave \"300 10\"\nrequirepass \"p \\x41\"\nhz 20\n");

        final Settings settings = load("timeout 6\nhz 30\n", "redis.conf", "--hz", "40", "--rename-command", "DEBUG",
                "", "-");

        assertThat(settings.get(List.of("timeout", "hz", "save", "requirepass"))).containsExactly("timeout", "6",
                "hz", "40", "save", "900 1 300 10", "requirepass", "p A");
        assertThat(settings.configFile()).isEqualTo(folder.resolve("redis.conf"));
        assertThat(renamed).containsExactly("DEBUG>");
    }

    @Test
    void shouldForgetEarlierRulesWhenSaveIsEmpty() throws Exception {
        assertThat(load("save 1 1\nsave \"\"\nsave 2 2\n", "-").save.format()).isEqualTo("2 2");
        assertThat(load("save\n", "-").save.format()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"nosuch 1|Bad directive or wrong number of arguments",
        "port|wrong number of arguments", "port 1 # comment|wrong number of arguments",
        "port abc|argument couldn't be parsed into an integer",
        "port 70000|argument must be between 0 and 65535 inclusive",
        "appendonly maybe|argument must be 'yes' or 'no'",
        "appendonly \"yes|Unbalanced quotes in configuration line",
        "unixsocketperm 999|argument couldn't be parsed as an octal number",
        "unixsocketperm 7777|argument must be between 0 and 777 inclusive",
        "dir /nonexistent|No such file or directory",
        "dbfilename a/b|dbfilename can't be a path, just a filename",
        "appendfilename \"\"|appendfilename can't be empty",
        "appendfilename \"\\x00a\"|appendfilename can't be empty", "replicaof a bc|Invalid master port",
        "aclfile users.acl|users of ACLs are not supported yet; requirepass sets the password of the default user",
        "user a on|users of ACLs are not supported yet; requirepass sets the password of the default user",
        "rename-command FOO|Bad directive or wrong number of arguments",
        "rename-command NOSUCH x|No such command in rename-command",
        "sentinel monitor x|sentinel directive while not in sentinel mode",
        "include a b|Bad directive or wrong number of arguments",
        "bind 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17|Too many bind addresses specified.",
        "save 900 1 300|Invalid save parameters"})
    void shouldNameTheLineAndTheReasonWhenALineIsBad(final String line, final String message) throws Exception {
        write("redis.conf", "\nhz 10\n" + line + "\n");

        final ConfigException e = refused("", "redis.conf");

        assertThat(e.report("Redis 7.0.15")).containsExactly("", "*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***",
                "Reading the configuration file, at line 3", ">>> '" + line + "'", message);
        assertThat(e.file()).isEqualTo(folder.resolve("redis.conf").toString());
    }

    @Test
    void shouldCountLinesAsRedisDoesWhenAnOptionIsBad() throws Exception {
        assertThat(refused("", "--port", "1", "--nosuch", "a\"b", "c'd").report("V")).contains(
                "Reading the configuration file, at line 3", ">>> 'nosuch \"a\\\"b\" \"c'd\"'");
    }

    @Test
    void shouldFollowIncludesWhenTheyAreNestedOrPatterns() throws Exception {
        Files.createDirectories(folder.resolve("sub/d"));
        write("redis.conf", "include sub/*.conf\ninclude none*.conf\ninclude sub/d/x\n");
        write("sub/1.conf", "hz 11\ntimeout 1\n");
        write("sub/2.conf", "hz 12\n");
        write("sub/d/x", "maxclients 3\ninclude sub/d/y\n");
        write("sub/d/y", "tcp-keepalive 4\n");
        write("z", "hz 13\n");

        assertThat(load("", "redis.conf").get(List.of("hz", "timeout", "maxclients", "tcp-keepalive")))
                .containsExactly("hz", "12", "timeout", "1", "maxclients", "3", "tcp-keepalive", "4");
        assertThat(load("include \"z\\x00y\"\n", "-").hz.value()).isEqualTo(13);
    }

    @Test
    void shouldFollowLinksWhenIncludesArePatterns() throws Exception {
        Files.createDirectories(folder.resolve("real/d"));
        Files.createSymbolicLink(folder.resolve("conf.d"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/link"), folder.resolve("real/d"));
        write("real/a.conf", "hz 21\n");
        write("real/d/b.conf", "timeout 22\n");

        final Settings settings = load("include conf.d/*.conf\ninclude conf.d/l*/b.conf\n", "-");

        assertThat(settings.get(List.of("hz", "timeout"))).containsExactly("hz", "21", "timeout", "22");
    }

    @Test
    void shouldPassOverHiddenFilesAndFoldersUnlessAPatternAsksForThem() throws Exception {
        Files.createDirectories(folder.resolve("sub/x.conf"));
        write("sub/a.conf", "hz 31\n");
        write("sub/.b.conf", "hz 32\n");
        write("sub/..data", "hz 33\n");

        assertThat(load("include sub/*\ninclude sub/*.conf\ninclude */a.conf/*\n", "-").hz.value()).isEqualTo(31);
        assertThat(load("include sub/.*.conf\n", "-").hz.value()).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[^b].conf", "[!b].conf", "[a-a].conf", "?.con[f]"})
    void shouldIncludeFilesOfAClassOfNames(final String pattern) throws Exception {
        write("b.conf", "timeout 41\n");
        write("a.conf", "hz 42\ntimeout 43\n");

        final Settings settings = load("timeout 43\ninclude " + pattern + "\n", "-");

        assertThat(settings.hz.value()).isEqualTo(42);
        assertThat(settings.timeout.value()).isEqualTo(pattern.startsWith("?") ? 41 : 43);
    }

    @Test
    void shouldTakeAFolderForWhatItIsWhenItsNameLooksLikeAPattern() throws Exception {
        Files.createDirectories(folder.resolve("[x]"));
        write("[x]/a.conf", "hz 51\n");

        assertThat(load("dir [x]\ninclude *.conf\n", "-").hz.value()).isEqualTo(51);
    }

    @Test
    void shouldStopWhenAFileIncludesItself() throws Exception {
        write("redis.conf", "include a\n");
        write("a", "hz 3\ninclude redis.conf\n");

        final ConfigException e = refused("", "redis.conf");

        assertThat(e).hasMessageContaining("includes itself");
        assertThat(e.lineNumber()).isEqualTo(2);
        assertThat(e.line()).isEqualTo("include redis.conf");
        assertThat(e.report("V")).contains("Reading the configuration file, at line 2 of " + folder.resolve("a"));
    }

    @Test
    void shouldPassOverNamesThatRedisHasForgotten() throws Exception {
        final Settings settings = load("lua-replicate-commands yes\nloglevel nothing\n", "-");

        assertThat(settings.loglevel.format()).isEqualTo("nothing");
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThat(refused("", "nosuch.conf").report("V")).containsExactly("Fatal error, can't open config file '"
                + folder.resolve("nosuch.conf") + "': No such file or directory");
    }

    @Test
    void shouldStartRelativePathsInDirWhenItWasSetBefore() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        write("data/more.conf", "hz 33\n");

        final Settings settings = load("dir data\ninclude more.conf\n", "-");

        assertThat(settings.hz.value()).isEqualTo(33);
        assertThat(settings.dir.text()).isEqualTo(folder.toRealPath().resolve("data").toString());
    }

    private ConfigException refused(final String stdin, final String... arguments) {
        return catchThrowableOfType(ConfigException.class, () -> load(stdin, arguments));
    }

    private Settings load(final String stdin, final String... arguments) throws ConfigException {
        final Settings settings = new Settings(folder);
        new RedisConf(settings, this::rename).load(CommandLine.parse(List.of(arguments)),
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.ISO_8859_1)));
        return settings;
    }

    private String rename(final String from, final String to) {
        renamed.add(from + ">" + to);
        return from.equals("NOSUCH") ? "No such command in rename-command" : null;
    }

    private void write(final String name, final String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
