package io.ringhold.server.oracle;

import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.OracleCase.Kind;
import io.ringhold.server.oracle.OracleCase.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Plays every case of the case files with all keyspace notifications on, and compares what subscribers got of each step. When a key that
 * has expired is found is each server's own affair, so {@code expired} is left out, as is {@code xgroup-createconsumer},
 * for XREADGROUP and XCLAIM make consumers as Redis 7.2 does, also when they get nothing; and so are cases about clients, which would count
 * the subscriber or kill it.
 */
class NotificationsIT {
    /** About clients, several at a time, or keys that go in no order. */
    private static final List<String> LEFT_OUT = List.of("connection/", "pubsub/", "transactions/", "server/monitor",
            "server/maxmemory");

    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

    private static Notifications redis;
    private static Notifications subject;
    private static CaseRunner runner;

    @BeforeAll
    static void subscribe() {
        redis = new Notifications(ORACLE.redis());
        subject = new Notifications(ORACLE.subject());
        runner = new CaseRunner(ORACLE.servers(), ServerProcess.isSelfCheck(), NotificationsIT::compare);
    }

    @AfterAll
    static void unsubscribe() {
        runner.close();
        redis.close();
        subject.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldNotifyAsRedisDoes() {
        return CaseFiles.select(System.getProperty("ringhold.oracle.cases", "")).stream()
                .filter(c -> LEFT_OUT.stream().noneMatch(c.file()::startsWith))
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
                    redis.take();
                    subject.take();
                    runner.run(c, 2);
                }));
    }

    private static void compare(Step step) {
        if (step.kind() == Kind.NO_REPLY) {
            return; // it may not have been executed yet
        }
        List<String> right = comparable(redis.take());
        List<String> actual = comparable(subject.take());
        if (step.newer().isEmpty() && !right.equals(actual)) {
            throw new AssertionError("the notifications differ\n  right  : " + right + "\n  subject: " + actual);
        }
    }

    private static List<String> comparable(List<String> notifications) {
        return notifications.stream().filter(n -> Stream.of("expired", "xgroup-createconsumer")
                .noneMatch(event -> n.contains("__:" + event + " ") || n.endsWith(" " + event))).toList();
    }
}
