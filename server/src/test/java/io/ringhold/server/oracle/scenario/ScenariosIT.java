package io.ringhold.server.oracle.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.ringhold.server.oracle.Oracle;
import io.ringhold.server.oracle.scenario.ScenarioRunner.Difference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Plays every scenario with clients of RESP2 and of RESP3. {@code -Dringhold.oracle.scenarios=} selects some:
 * {@code transactions} a folder, {@code transactions/watch.scenario} a file, {@code transactions/watch.scenario:12} one.
 */
class ScenariosIT {
    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

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
    Stream<DynamicContainer> shouldTellEveryClientWhatRedisTellsIt() {
        String selection = System.getProperty("ringhold.oracle.scenarios", "");
        List<Scenario> scenarios = ScenarioFiles.select(selection);
        return Stream.of(2, 3).map(protocol -> DynamicContainer.dynamicContainer("RESP" + protocol, scenarios.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.toString(), () -> play(scenario, protocol)))));
    }

    private static void play(Scenario scenario, int protocol) {
        Optional<Difference> difference = runner.play(scenario, protocol);
        difference.ifPresent(found -> {
            throw new AssertionError(ScenarioRunner.report(scenario, protocol, found));
        });
    }
}
