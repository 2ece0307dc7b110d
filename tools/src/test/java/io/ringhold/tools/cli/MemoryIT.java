package io.ringhold.tools.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program over dumps of Debian's redis-server with all types, and over the running server. */
class MemoryIT {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldAnalyseADumpOfRedisInEveryFormat() throws Exception {
        final Path dump = RedisDump.write(folder);
        for (final String ending : List.of("html", "json", "csv", "txt")) {
            assertThat(run(dump.toString(), "-o", folder.resolve("report." + ending).toString())).isZero();
            assertThat(folder.resolve("report." + ending)).isNotEmptyFile();
        }
        final JsonObject json = JsonParser.object().from(Files.readString(folder.resolve("report.json")));

        assertThat(err.toString()).isEmpty();
        assertThat(json.getObject("all").getLong("keys")).isEqualTo(316);
        assertThat(names(json, "types")).containsExactlyInAnyOrder("string", "list", "set", "zset", "hash", "stream");
        assertThat(names(json, "encodings")).contains("string / raw", "string / int", "string / embstr",
                "list / quicklist", "list / listpack", "set / intset", "set / listpack", "set / hashtable",
                "hash / listpack", "zset / skiplist", "zset / listpack", "stream / stream");
        assertThat(names(json, "databases")).containsExactly("db0", "db3");
        assertThat(names(json, "patterns")).contains("user:*:name", "stream", "list");
        assertThat(json.getObject("elements").getArray("stream").getObject(0).getLong("low")).isEqualTo(2);
    }

    @Test
    void shouldAskAServerForADumpAndTellWhatHasChanged() throws Exception {
        try (RedisDump redis = new RedisDump(folder)) {
            final Path old = Files.copy(redis.save(), folder.resolve("old.rdb"));
            redis.run(List.of("DEL number", "SET new value", "APPEND long " + "x".repeat(3000),
                    "CONFIG SET hash-max-listpack-entries 1"));
            final int exit = run("127.0.0.1:" + redis.port(), "--compare", old.toString(), "--format", "json");

            assertThat(err.toString()).isEmpty();
            assertThat(exit).isZero();
            final JsonObject json = JsonParser.object().from(out.toString());
            final JsonObject growth = json.getObject("growth");
            assertThat(growth.getObject("new").getLong("keys")).isEqualTo(1);
            assertThat(growth.getObject("gone").getLong("keys")).isEqualTo(1);
            assertThat(growth.getObject("grown").getLong("bytes")).isPositive();
            assertThat(names(json, "encodings")).contains("hash / hashtable").doesNotContain("hash / listpack");
        }
    }

    @Test
    void shouldWaitForADumpWhileTheServerRewritesItsLog() throws Exception {
        try (RedisDump redis = new RedisDump(folder)) {
            redis.run(List.of("CONFIG SET rdb-key-save-delay 5000", "CONFIG SET appendonly yes",
                    "CONFIG SET rdb-key-save-delay 0", "SET behind it"));
            final int exit = run("127.0.0.1:" + redis.port(), "--format", "json");

            assertThat(err.toString()).isEmpty();
            assertThat(exit).isZero();
            final JsonObject json = JsonParser.object().from(out.toString());
            assertThat(json.getObject("all").getLong("keys")).isEqualTo(317);
        }
    }

    @Test
    void shouldSayWhatAServerRefuses() throws Exception {
        try (RedisDump redis = new RedisDump(folder)) {
            redis.run(List.of("CONFIG SET requirepass secret"));

            assertThat(run("127.0.0.1:" + redis.port())).isEqualTo(1);
            assertThat(err.toString()).contains("replied to PING: NOAUTH");
            assertThat(run("127.0.0.1:" + redis.port(), "-a", "secret")).isZero();
        }
    }

    private static List<String> names(final JsonObject json, final String array) {
        final JsonArray shares = json.getArray(array);
        return shares.stream().map(share -> ((JsonObject) share).getString("name")).toList();
    }

    private int run(final String... words) {
        return RingholdMemory.run(new PrintWriter(out), new PrintWriter(err), words);
    }
}
