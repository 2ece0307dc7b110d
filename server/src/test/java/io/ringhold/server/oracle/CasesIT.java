package io.ringhold.server.oracle;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Plays every case of the case files with RESP2 and RESP3; {@code -Dringhold.oracle.cases=} selects some, as
 * {@link CaseFiles#select} says.
 */
class CasesIT {
    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

    private static CaseRunner runner;

    @BeforeAll
    static void connect() {
        runner = new CaseRunner(ORACLE.servers(), ServerProcess.isSelfCheck());
    }

    @AfterAll
    static void disconnect() {
        runner.close();
    }

    @TestFactory
    Stream<DynamicContainer> shouldReplyAsRedisDoes() {
        List<OracleCase> cases = CaseFiles.select(System.getProperty("ringhold.oracle.cases", ""));
        return Stream.of(2, 3).map(protocol -> DynamicContainer.dynamicContainer("RESP" + protocol, cases.stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> runner.run(c, protocol)))));
    }
}
