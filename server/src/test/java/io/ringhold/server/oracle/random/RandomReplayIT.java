package io.ringhold.server.oracle.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.ringhold.server.oracle.KeyspaceDump;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the server with SIGKILL after random commands on all types, with {@code appendfsync always}, and compares what the log brings back
 * with what there was, as clients read it and by DEBUG DIGEST. {@code -Dringhold.seed=N} plays that seed alone, {@code -Dringhold.oracle.commands=N} so many commands for each kill.
 */
class RandomReplayIT {
    private static final int COMMANDS = 5_000;
    private static final int KILLS = 4;
    private static final int PIPELINE = 50;
    private static final int FIELD_COMMANDS = 400;
    private static final int STREAM_COMMANDS = 400;
    private static final String LONG_SUFFIX = "-".repeat(100);
    /** Results of INCRBYFLOAT and others are logged as SET. */
    private static final String SET_ANEW = "OBJECT ENCODING \"embstr\" / \"int\"";
    /** SETBIT and BITFIELD make a value plain bytes even if no bit changes, and then are not logged; as in Redis. */
    private static final Pattern NO_BIT_CHANGED = Pattern.compile("OBJECT ENCODING \"raw\" / \"(int|embstr)\"$");
    /** A slow machine takes its time to start the server; the digest compares exact times. */
    private static final Pattern TIME_PASSED = Pattern
            .compile(": PTTL \\(integer\\) [1-9]\\d* / \\(integer\\) [1-9]\\d*$");

    @TestFactory
    Stream<DynamicTest> shouldReplayWhatThereWasWhenKilled() {
        final Long given = Long.getLong("ringhold.seed");
        final long fresh = ThreadLocalRandom.current().nextLong(1L << 40);
        return (given != null ? LongStream.of(given) : LongStream.of(1, fresh))
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(seed)));
    }

    private static void play(final long seed) {
        final int count = Integer.getInteger("ringhold.oracle.commands", COMMANDS);
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--appendfsync", "always")) {
            for (int kill = 0; kill < KILLS; kill++) {
                final KeyspaceDump before;
                final String digestBefore;
                try (RespConnection connection = server.connect()) {
                    // thresholds are not in the log
                    send(connection, new CommandGenerator(seed + kill).commands(count).stream()
                            .filter(command -> !"CONFIG".equals(command.name())).toList());
                    send(connection, fieldCommands(new Random(seed + kill)));
                    send(connection, streamCommands(new Random(seed + kill), 1 + kill * STREAM_COMMANDS));
                }
                try (RespConnection connection = server.connect()) {
                    before = KeyspaceDump.of(connection);
                    digestBefore = digest(connection);
                }
                assertThat(before.databases()).isNotEmpty();
                server.kill();
                server.restart();
                try (RespConnection connection = server.connect()) {
                    final List<String> differences = new ArrayList<>(
                            before.differences(KeyspaceDump.of(connection)));
                    differences.removeIf(line -> line.endsWith(SET_ANEW) || NO_BIT_CHANGED.matcher(line).find()
                            || TIME_PASSED.matcher(line).find());
                    assertThat(differences)
                            .as("seed %d, kill %d (before / replayed)", seed, kill).isEmpty();
                    // sees what the dump does not: exact expiries, times of delivery, consumers without pending entries
                    assertThat(digest(connection)).as("DEBUG DIGEST, seed %d, kill %d", seed, kill)
                            .isEqualTo(digestBefore);
                }
            }
        }
    }

    /** Commands on fields that expire, which the grammar has not as Redis 7.0 does not know them. Long ones are in hash tables. */
    private static List<Command> fieldCommands(final Random random) {
        return IntStream.range(0, FIELD_COMMANDS).mapToObj(i -> {
            final String key = "timed" + random.nextInt(4);
            final String field = random.nextInt(10) + (key.endsWith("0") ? LONG_SUFFIX : "");
            final String words = switch (random.nextInt(7)) {
                case 0, 1 -> "HSET " + key + " " + field + " " + i;
                case 2 -> "HEXPIRE " + key + " " + (100_000 + i) + " FIELDS 1 " + field;
                case 3 -> "HPEXPIRE " + key + " " + (100_000_000 + i) + " NX FIELDS 1 " + field;
                case 4 -> "HPERSIST " + key + " FIELDS 1 " + field;
                case 5 -> "HSETEX " + key + " PX " + (100_000_000 + i) + " FIELDS 1 " + field + " " + i;
                default -> "HGETEX " + key + " EX " + (100_000 + i) + " FIELDS 1 " + field;
            };
            return Command.parse(words);
        }).toList();
    }

    /** Commands on streams with options that Redis 7.0 does not know. Ids go on from kill to kill. */
    private static List<Command> streamCommands(final Random random, final int firstId) {
        return IntStream.range(firstId, firstId + STREAM_COMMANDS).mapToObj(id -> {
            final String key = "referred" + random.nextInt(3);
            final String group = random.nextBoolean() ? "g" : "h";
            final String option = List.of("KEEPREF", "DELREF", "ACKED").get(random.nextInt(3));
            final int minId = Math.max(1, id - random.nextInt(30));
            final String ids = minId + " " + Math.max(1, id - random.nextInt(30));
            final String words = switch (random.nextInt(12)) {
                case 0, 1, 2 -> "XADD " + key + " " + id + " f v" + id;
                case 3 -> "XADD " + key + " " + option + " MAXLEN " + random.nextInt(15) + " " + id + " f v" + id;
                case 4 -> "XTRIM " + key + " MAXLEN " + random.nextInt(10) + " " + option;
                case 5 -> "XTRIM " + key + " MINID " + minId + " " + option;
                case 6 -> "XDELEX " + key + " " + option + " IDS 2 " + ids;
                case 7 -> "XACKDEL " + key + " " + group + " " + option + " IDS 2 " + ids;
                case 8 -> "XACK " + key + " " + group + " " + ids;
                case 9, 10 ->
                    "XREADGROUP GROUP " + group + " c COUNT " + random.nextInt(1, 6) + " STREAMS " + key + " >";
                default -> "XGROUP CREATE " + key + " " + group + " 0 MKSTREAM";
            };
            return Command.parse(words);
        }).toList();
    }

    private static String digest(final RespConnection connection) {
        final String digest = connection.call("DEBUG", "DIGEST").text();
        assertThat(digest).matches("[0-9a-f]{40}").doesNotMatch("0*");
        return digest;
    }

    private static void send(final RespConnection connection, final List<Command> commands) {
        for (int from = 0; from < commands.size(); from += PIPELINE) {
            final List<Command> batch = commands.subList(from, Math.min(from + PIPELINE, commands.size()));
            batch.forEach(connection::send);
            connection.flush();
            batch.forEach(command -> connection.read());
        }
    }
}
