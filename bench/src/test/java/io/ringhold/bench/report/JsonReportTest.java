package io.ringhold.bench.report;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.Sweep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** JSON read back. */
class JsonReportTest {
    @Test
    void shouldHoldARun() throws JsonParserException {
        final JsonObject run = parsed(Samples.run(Samples.A, 0, 4.25));
        assertThat(run.keySet()).containsExactly("format", "format_version", "kind", "target", "server", "settings",
                "started_at",
                "duration_seconds", "loop", "intended_rate_per_second", "operations", "errors", "throughput_per_second",
                "server_cpu_us_per_operation", "generator_cpu_us_per_operation", "latency_ns", "commands", "intervals");
        assertThat(run.getString("kind")).isEqualTo("run");
        assertThat(run.getObject("target")).containsEntry("label", "alpha").containsEntry("host", "localhost")
                .containsEntry("port", 17001);
        assertThat(run.getObject("settings").keySet()).containsExactly("connections", "command line");
        assertThat(run.getString("started_at")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(run.get("intended_rate_per_second")).isNull();
        assertThat(run.getDouble("server_cpu_us_per_operation")).isEqualTo(4.25);
        assertThat(run.isNull("generator_cpu_us_per_operation")).isTrue();
        assertThat(run.getLong("operations")).isEqualTo(1000);
        assertThat(run.getObject("latency_ns").keySet()).containsExactly("min", "mean", "p50", "p90", "p99", "p99_9",
                "p99_99", "max");
        assertThat(run.getObject("latency_ns").getLong("p50")).isBetween(1_000_000L, 1_001_000L);
        assertThat(run.getArray("commands").getObject(1).getString("name")).isEqualTo("set");
        assertThat(run.getArray("commands").getObject(1).getLong("errors")).isEqualTo(3);
        assertThat(run.getArray("intervals").getObject(1).getLong("throughput_per_second")).isEqualTo(400);
        assertThat(run.getArray("intervals").getObject(0).getObject("latency_ns").keySet()).containsExactly("p50",
                "p99", "p99_9", "max");
    }

    @Test
    void shouldHoldAComparisonAndItsRounds() throws JsonParserException {
        final JsonObject comparison = parsed(Samples.comparison());
        assertThat(comparison.getInt("rounds")).isEqualTo(2);
        final JsonObject beta = comparison.getArray("targets").getObject(1);
        assertThat(beta.getObject("target").getString("label")).isEqualTo("beta");
        assertThat(beta.getDouble("throughput_ratio_to_first")).isEqualTo(1);
        assertThat(beta.getDouble("server_cpu_ratio_to_first")).isEqualTo(0.5);
        assertThat(comparison.getArray("results")).hasSize(4);
        assertThat(comparison.getArray("results").getObject(3).getInt("round")).isEqualTo(2);
    }

    @Test
    void shouldHoldASweepAndItsBreak() throws JsonParserException {
        final JsonObject sweep = parsed(Samples.sweep());
        assertThat(sweep.getLong("broken_at_rate_per_second")).isEqualTo(1500);
        assertThat(sweep.getLong("highest_sustained_rate_per_second")).isEqualTo(1000);
        assertThat(sweep.getArray("steps").getObject(1).getBoolean("broke")).isFalse();
        assertThat(sweep.getArray("steps").getObject(2).getBoolean("broke")).isTrue();
        final JsonObject unbroken = parsed(new Sweep(Samples.A, Samples.sweep().steps(), Double.NaN));
        assertThat(unbroken).containsKey("broken_at_rate_per_second");
        assertThat(unbroken.get("broken_at_rate_per_second")).isNull();
    }

    @Test
    void shouldHoldNullForWhatIsNotKnown() throws JsonParserException {
        final JsonObject run = parsed(Samples.empty(Samples.A));
        assertThat(run.isNull("server_cpu_us_per_operation")).isTrue();
        assertThat(run.getObject("latency_ns").values()).containsOnlyNulls();
        assertThat(run.getLong("throughput_per_second", -1)).isZero();
    }

    @Test
    void shouldEscapeWhatOthersWrote() throws JsonParserException {
        // A lone surrogate cannot be written in UTF-8, but in a string it stays.
        assertThat(parsed(Samples.hostile(0)).getObject("target").getString("label")).isEqualTo(Samples.HOSTILE);
    }

    @Test
    void shouldBeReadableAtTheEdges() throws JsonParserException {
        for (final Result result : Samples.edges()) {
            assertThat(parsed(result).getString("format")).isEqualTo("ringhold-bench");
        }
    }

    private static JsonObject parsed(final Result result) throws JsonParserException {
        return JsonParser.object().from(JsonReport.of(result));
    }
}
