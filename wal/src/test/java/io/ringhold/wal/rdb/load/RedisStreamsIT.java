package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams in the states that a real redis-server can bring them into, and this one does not, are read from its dump. */
class RedisStreamsIT {
    @TempDir
    private Path dir;

    @Test
    void shouldReadNodesWhoseEntriesAreAllDeleted() throws Exception {
        check(List.of("XADD s 1-0 f v", "XADD s 2-0 f v", "XADD s 3-0 f v", "XDEL s 3-0", "XTRIM s MINID = 3-0"),
                List.of("XLEN s", "XRANGE s - +", "XADD s 3-0 f v", "XADD s 4-0 f v", "XRANGE s - +"));
    }

    @Test
    void shouldReadDeletedEntriesThatAreAboveTheLastId() throws Exception {
        check(List.of("XADD s 5-0 f v", "XADD s 10-0 f v", "XDEL s 10-0", "XSETID s 10-0 MAXDELETEDID 1-0",
                "XSETID s 5-0"),
                List.of("XLEN s", "XRANGE s - +", "XADD s 6-0 f v", "XRANGE s 6 6", "XREVRANGE s + -"));
    }

    @Test
    void shouldReadDeletedEntriesThatAreAboveOthersBehindThem() throws Exception {
        check(List.of("XADD s 5-0 f v", "XADD s 10-0 f v", "XDEL s 10-0", "XSETID s 10-0 MAXDELETEDID 1-0",
                "XSETID s 5-0", "XADD s 6-0 f w"),
                List.of("XLEN s", "XRANGE s - +", "XRANGE s 6 6", "XREVRANGE s + -", "XDEL s 6-0", "XRANGE s - +"));
    }

    @Test
    void shouldReadNodesWithEntriesBelowAKeyThatIsDeleted() throws Exception {
        check(List.of("XADD s 10-0 f v", "XADD s 11-0 f v", "XDEL s 11-0", "XTRIM s MINID = 11-0",
                "XSETID s 11-0 MAXDELETEDID 1-0", "XSETID s 5-0", "XADD s 7-0 f v"),
                List.of("XLEN s", "XRANGE s - +", "XADD s 8-0 f v", "XRANGE s 7 8"));
    }

    /** Lets redis-server execute commands and write its dump, and asks both. */
    private void check(final List<String> commands, final List<String> questions) throws Exception {
        try (RealRedis redis = new RealRedis(dir); LoadFixture fixture = new LoadFixture()) {
            for (final String command : commands) {
                assertThat(ask(redis, command)).as("%s", command).doesNotStartWith("-");
            }
            assertThat(ask(redis, "SAVE")).isEqualTo("+OK\r\n");
            fixture.load(Files.readAllBytes(dir.resolve("dump.rdb")));
            for (final String question : questions) {
                assertThat(fixture.engine.run(question)).as("%s", question).isEqualTo(ask(redis, question));
            }
            final String payload = fixture.engine.bulk("DUMP", "s");
            assertThat(fixture.engine.execute("RESTORE", "t", "0", payload)).isEqualTo("+OK\r\n");
        }
    }

    private static String ask(final RealRedis redis, final String command) throws IOException {
        return redis.ask(List.of(command.split(" ", -1)).stream().map(RdbFileBuilder::latin).toList());
    }
}
