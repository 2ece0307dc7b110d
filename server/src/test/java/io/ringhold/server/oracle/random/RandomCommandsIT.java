package io.ringhold.server.oracle.random;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.ringhold.server.oracle.Oracle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Compares the servers under random commands, with some fixed seeds and a fresh one, RESP2 and RESP3.
 * {@code -Dringhold.seed=N} plays that seed alone, {@code -Dringhold.oracle.commands=N} so many commands for each seed, and
 * {@code -Dringhold.oracle.minutes=N} goes on with further seeds for so long.
 */
class RandomCommandsIT {
    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

    private static final List<Long> FIXED_SEEDS = List.of(1L, 1001L, 2001L);
    private static final int COMMANDS = 6_000;

    @TestFactory
    Stream<DynamicTest> shouldReplyAsRedisDoesWhenCommandsAreRandom() {
        Long given = Long.getLong("ringhold.seed");
        long fresh = ThreadLocalRandom.current().nextLong(1L << 40);
        Stream<Long> seeds = given != null ? Stream.of(given) : Stream.concat(FIXED_SEEDS.stream(), Stream.of(fresh));
        int count = Integer.getInteger("ringhold.oracle.commands", COMMANDS);
        Duration duration = Duration.ofMinutes(Integer.getInteger("ringhold.oracle.minutes", 0));
        return seeds.flatMap(seed -> Stream.of(2, 3).map(protocol -> {
            boolean isLong = seed == fresh || given != null;
            return DynamicTest.dynamicTest("RESP" + protocol + ", seed " + seed,
                    () -> play(protocol, seed, count, isLong ? duration.dividedBy(2) : Duration.ZERO));
        }));
    }

    private static void play(int protocol, long seed, int count, Duration duration) {
        Instant end = Instant.now().plus(duration);
        RandomRun run = new RandomRun(ORACLE.servers(), protocol);
        long next = seed;
        int seeds = 0;
        do {
            run.play(next, count);
            next += 1_000_000;
            seeds++;
        } while (Instant.now().isBefore(end));
        System.out.printf("RandomCommandsIT: no difference in RESP%d with %d seeds from %d on in steps of 1,000,000,"
                + " %d commands each%n", protocol, seeds, seed, count);
    }
}
