package io.ringhold.server.oracle.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.ringhold.server.oracle.Oracle;
import io.ringhold.server.oracle.ServerPair;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.random.Shrinker;
import io.ringhold.server.oracle.scenario.Scenario.Step;
import io.ringhold.server.oracle.scenario.ScenarioRunner.Difference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Compares what several clients hear of the servers and of one another under random commands, with some fixed seeds, and fresh ones for so many minutes.
 * {@code -Dringhold.seed=N} plays that seed alone, and {@code -Dringhold.oracle.minutes=N} goes on with further seeds for so long.
 */
class RandomClientsIT {
    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

    private static final List<Long> FIXED_SEEDS = List.of(1L, 2L, 3L, 4L);
    private static final int STEPS = 400;
    private static final int TRIALS = 400;
    private static final Duration SHRINKING = Duration.ofMinutes(2);

    private static ScenarioRunner runner;

    @BeforeAll
    static void connect() {
        runner = new ScenarioRunner(ORACLE.servers());
    }

    @AfterAll
    static void disconnect() {
        runner.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldTellEveryClientWhatRedisTellsItWhenCommandsAreRandom() {
        Long given = Long.getLong("ringhold.seed");
        long fresh = ThreadLocalRandom.current().nextLong(1L << 40);
        Stream<Long> seeds = given != null ? Stream.of(given) : FIXED_SEEDS.stream();
        Duration duration = Duration.ofMinutes(Integer.getInteger("ringhold.oracle.minutes", 0));
        if (given == null && duration.isPositive()) {
            seeds = Stream.concat(seeds, Stream.of(fresh));
        }
        return seeds.map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            if (duration.isPositive() && (given != null || seed == fresh)) {
                playFor(duration, seed);
            } else {
                play(runner, seed);
            }
        }));
    }

    /** Plays this seed and further ones, on as many pairs of servers at once as there are processors. */
    private static void playFor(Duration duration, long seed) throws InterruptedException, ExecutionException {
        Instant end = Instant.now().plus(duration);
        AtomicLong next = new AtomicLong(seed);
        LongAdder commands = new LongAdder();
        AtomicBoolean isOver = new AtomicBoolean();
        Callable<Void> player = () -> {
            try (ServerPair servers = ServerPair.start(ServerProcess::redis, ServerProcess::subject);
                    ScenarioRunner own = new ScenarioRunner(servers)) {
                while (!isOver.get() && Instant.now().isBefore(end)) {
                    commands.add(play(own, next.getAndIncrement()));
                }
                return null;
            } finally {
                isOver.set(true); // a difference ends all
            }
        };
        try (ExecutorService players = Executors.newCachedThreadPool()) {
            for (Future<Void> played : players
                    .invokeAll(Collections.nCopies(Runtime.getRuntime().availableProcessors(), player))) {
                played.get();
            }
        }
        System.out.println("random clients: seeds " + seed + " to " + (next.get() - 1) + ", " + commands
                + " commands on each server, no difference");
    }

    /** Returns how many commands the scenario has. */
    private static long play(ScenarioRunner runner, long seed) {
        Scenario scenario = new ScenarioGenerator(seed).scenario(STEPS);
        runner.play(scenario, 2).ifPresent(difference -> {
            System.out.println("random clients, seed " + seed + ", step " + difference.index()
                    + ": a difference, being shortened: " + difference.text());
            Scenario shrunk = shrunk(runner, scenario, difference);
            String what = runner.play(shrunk, 2).map(Difference::text).orElse("(the short scenario failed only once)");
            throw new AssertionError("random clients, seed " + seed + ", step " + difference.index() + ": "
                    + difference.text() + "\nas a scenario of " + shrunk.steps().size() + " steps:\n" + shrunk.script()
                    + "\nwhich gives: " + what
                    + "\nrepeat: mvn -q -pl server -am verify -Dtest=none -Dit.test=RandomClientsIT -Dringhold.seed="
                    + seed + (ServerProcess.isSelfCheck() ? " -Dringhold.oracle.subject=redis-server" : ""));
        });
        return scenario.steps().stream().mapToLong(step -> step.commands().size()).sum();
    }

    /** Without the steps that do not matter, but for the first, which makes others' outcome certain. */
    private static Scenario shrunk(ScenarioRunner runner, Scenario scenario, Difference difference) {
        List<Step> played = scenario.steps().subList(0, Math.min(difference.index() + 1, scenario.steps().size()));
        Instant end = Instant.now().plus(SHRINKING);
        return withFirst(scenario, Shrinker.shrink(played.subList(1, played.size()), steps -> {
            Optional<Difference> found = Instant.now().isBefore(end)
                    ? runner.play(withFirst(scenario, steps), 2)
                    : Optional.empty();
            return found.isPresent();
        }, TRIALS));
    }

    private static Scenario withFirst(Scenario scenario, List<Step> others) {
        return scenario.withSteps(Stream.concat(scenario.steps().stream().limit(1), others.stream()).toList());
    }
}
