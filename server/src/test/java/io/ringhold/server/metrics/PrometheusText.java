package io.ringhold.server.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads Prometheus' text format 0.0.4 as strictly as its description is: each family once, HELP and TYPE before its samples, counters that
 * end with {@code _total}, buckets that grow and end with the count.
 */
final class PrometheusText {
    private static final String LABEL = "[a-zA-Z_]\\w*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\"";
    private static final Pattern SAMPLE = Pattern
            .compile("([a-zA-Z_:][\\w:]*)(\\{" + LABEL + "(?:," + LABEL + ")*\\})? (\\S+)");
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][\\w:]*) (.+)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    private PrometheusText() {}

    static PrometheusText parse(final String text) {
        assertThat(text).endsWith("\n");
        final PrometheusText parsed = new PrometheusText();
        final Set<String> helped = new HashSet<>();
        String family = "";
        for (final String line : text.lines().toList()) {
            final Matcher comment = COMMENT.matcher(line);
            final Matcher sample = SAMPLE.matcher(line);
            if (comment.matches() && "HELP".equals(comment.group(1))) {
                assertThat(helped.add(comment.group(2))).as("told of twice: " + line).isTrue();
            } else if (comment.matches()) {
                family = comment.group(2);
                assertThat(helped).as(line).contains(family);
                assertThat(parsed.types.put(family, comment.group(3))).as("typed twice: " + line).isNull();
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                parsed.add(family, sample, line);
            }
        }
        parsed.checkHistograms();
        return parsed;
    }

    /** The value of a sample, which is written as in the text: {@code name{label="value"}}. */
    double value(final String sample) {
        assertThat(samples).containsKey(sample);
        return samples.get(sample);
    }

    boolean has(final String sample) {
        return samples.containsKey(sample);
    }

    /** The samples of one name, in the order of the text, by their labels. */
    Map<String, Double> samples(final String name) {
        final Map<String, Double> found = new LinkedHashMap<>();
        samples.forEach((sample, value) -> {
            if (sample.startsWith(name + "{") || sample.equals(name)) {
                found.put(sample.substring(name.length()), value);
            }
        });
        return found;
    }

    /** The type of a family. */
    String type(final String family) {
        return types.get(family);
    }

    private void add(final String family, final Matcher sample, final String line) {
        final String name = sample.group(1);
        final String type = types.get(family);
        if ("histogram".equals(type)) {
            assertThat(name).as(line).matches(family + "_(bucket|sum|count)");
        } else {
            assertThat(name).as(line).isEqualTo(family);
            assertThat(name.endsWith("_total")).as(line).isEqualTo("counter".equals(type));
        }
        final String key = name + (sample.group(2) == null ? "" : sample.group(2));
        assertThat(samples.put(key, number(sample.group(3)))).as("twice: " + line).isNull();
    }

    private static double number(final String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void checkHistograms() {
        types.forEach((family, type) -> {
            if (!"histogram".equals(type)) {
                return;
            }
            samples(family + "_count").forEach((labels, count) -> {
                final Map<Double, Double> buckets = buckets(family, labels);
                assertThat(List.copyOf(buckets.values())).as(family + labels).isSorted();
                assertThat(buckets).as(family + labels).containsEntry(Double.POSITIVE_INFINITY, count);
                assertThat(samples).containsKey(family + "_sum" + labels);
            });
        });
    }

    /**
     * Cumulative counts of a histogram by their upper bounds.
     *
     * @param labels
     *            with their braces.
     */
    Map<Double, Double> buckets(final String family, final String labels) {
        final Map<Double, Double> buckets = new TreeMap<>();
        final String before = labels.substring(0, labels.length() - 1) + ",le=\"";
        samples(family + "_bucket").forEach((key, value) -> {
            if (key.startsWith(before)) {
                buckets.put(number(key.substring(before.length(), key.length() - 2)), value);
            }
        });
        return buckets;
    }
}
