package io.ringhold.engine.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.ringhold.engine.process.ProcessFigures.CpuTimes;
import io.ringhold.engine.process.ProcessSnapshot;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/** The figures are those of INFO, whose text is the measure. */
class EngineFiguresTest {
    private static final ProcessSnapshot PROCESS = new ProcessSnapshot(111L << 20, 222L << 20, new CpuTimes(1.25, 2.5),
            new CpuTimes(0.5, 0.75), 33_000, 44_000);

    private final ServerHarness server = new ServerHarness("--databases", "4", "--enable-debug-command", "yes");
    private final ServerHarness.Client client = server.connect();
    private final EngineFigures.Gatherer gatherer = new EngineFigures.Gatherer(server.engine(),
            () -> server.nowMs() * 1000 + 7);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldHaveEveryFigureOfInfo() {
        client.run("SET k v");
        client.run("SET t v EX 100");
        client.run("GET k");
        client.run("GET none");
        client.run("LPUSH k v");
        client.run("NOSUCH");
        final Map<String, String> text = info();
        final EngineFigures figures = gatherer.gather(PROCESS);
        final Map<String, String> left = new HashMap<>(text);
        // of the process, or of the moment
        left.keySet().removeIf(name -> name.startsWith("used_cpu_") || name.startsWith("java_heap_")
                || name.endsWith("_human") || Set.of("used_memory_rss", "total_system_memory", "rss_overhead_ratio",
                        "rss_overhead_bytes", "mem_fragmentation_ratio", "mem_fragmentation_bytes").contains(name));
        figures.info().texts().forEach((name, value) -> assertThat(left.remove(name)).as(name).isEqualTo(value));
        figures.info().parts().forEach((name, parts) -> {
            final List<String> shown = new ArrayList<>();
            parts.forEach((part, value) -> shown.add(part + "=" + value));
            assertThat(left.remove(name)).as(name).isEqualTo(String.join(",", shown));
        });
        left.forEach((name, value) -> assertThat(figures.info().numbers()).as(name).hasEntrySatisfying(name,
                number -> assertSame(name, number, value)));
        assertThat(left).hasSizeGreaterThan(100);
        assertThat(figures.info().parts()).containsOnlyKeys("db0", "errorstat_WRONGTYPE", "errorstat_ERR");
        assertThat(figures.info().parts().get("db0")).containsEntry("keys", 2L).containsEntry("expires", 1L)
                .containsEntry("avg_ttl", 100_000L);
    }

    @Test
    void shouldTakeTheProcessAsItIsGiven() {
        final Map<String, Double> numbers = gatherer.gather(PROCESS).info().numbers();
        assertThat(numbers).containsEntry("used_memory_rss", (double) (111L << 20))
                .containsEntry("total_system_memory", (double) (222L << 20)).containsEntry("used_cpu_user", 1.25)
                .containsEntry("used_cpu_sys", 2.5).containsEntry("used_cpu_user_children", 0.5)
                .containsEntry("used_cpu_sys_children", 0.75).containsEntry("java_heap_used", 33_000.0)
                .containsEntry("java_heap_committed", 44_000.0);
    }

    @Test
    void shouldCountCommandsThatWereSent() {
        server.commandsTake(3_000);
        client.run("SET k v");
        client.run("SET k w");
        client.run("LPUSH k v");
        client.run("GET");
        client.run("CLIENT ID");
        final Map<String, CommandFigures> commands = new HashMap<>();
        gatherer.gather(PROCESS).commands().forEach(command -> commands.put(command.name(), command));
        assertThat(commands).containsOnlyKeys("set", "lpush", "get", "client|id");
        final CommandFigures set = commands.get("set");
        assertThat(set.calls()).isEqualTo(2);
        assertThat(set.latency().count()).isEqualTo(2);
        assertThat(set.latency().sumNs()).isEqualTo(set.nanoseconds()).isEqualTo(6_000);
        assertThat(commands.get("lpush").failedCalls()).isEqualTo(1);
        assertThat(commands.get("get").rejectedCalls()).isEqualTo(1);
        assertThat(commands.get("get").latency().count()).isZero();
    }

    @Test
    void shouldHaveEveryStage() {
        server.engine().latency().stages().taken(10, 110);
        server.engine().latency().stages().held(500);
        server.engine().latency().stages().newFlushRecorder().record(2_000);
        server.engine().latency().batchExecuted(0, 5_000);
        final EngineFigures figures = gatherer.gather(PROCESS);
        assertThat(figures.stages().keySet()).containsExactly("queue_wait", "execute", "log_hold", "reply_flush");
        figures.stages().forEach((stage, latency) -> assertThat(latency.count()).as(stage).isEqualTo(1));
        assertThat(figures.stages().get("queue_wait").sumNs()).isEqualTo(100);
        assertThat(figures.busyNs()).isEqualTo(5_000);
    }

    @Test
    void shouldCountNothingByWarmingUp() {
        client.run("SET k v");
        final Map<String, Double> before = gatherer.gather(PROCESS).info().numbers();
        gatherer.warmUp(PROCESS);
        final EngineFigures after = gatherer.gather(PROCESS);
        assertThat(after.stages().values()).allMatch(latency -> latency.count() == 0);
        assertThat(after.info().numbers()).containsEntry("total_commands_processed",
                before.get("total_commands_processed"));
        assertThat(after.commands()).hasSize(1);
    }

    private static void assertSame(final String name, final double number, final String text) {
        if (name.startsWith("used_memory") || name.startsWith("allocator_")) {
            // the request of INFO takes some memory itself
            assertThat(number).as(name).isCloseTo(Double.parseDouble(text.replace("%", "")), withPercentage(1));
        } else {
            assertThat(shown(number, text)).as(name).isEqualTo(text);
        }
    }

    /** A number in the form that INFO has chosen. */
    private static String shown(final double number, final String form) {
        if (form.matches("ok|err")) {
            return number == 1 ? "ok" : "err";
        }
        final int point = form.indexOf('.');
        final int digits = point < 0 ? 0 : form.replace("%", "").length() - point - 1;
        return String.format(Locale.ROOT, "%." + digits + "f", number) + (form.endsWith("%") ? "%" : "");
    }

    private Map<String, String> info() {
        final Map<String, String> fields = new HashMap<>();
        client.run("INFO").lines().filter(line -> line.indexOf(':') > 0)
                .forEach(line -> fields.put(line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1)));
        fields.computeIfPresent("total_commands_processed",
                (name, value) -> Long.toString(Long.parseLong(value) + 1)); // INFO itself
        return fields;
    }
}
