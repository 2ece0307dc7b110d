package io.ringhold.tools.memory.source;

import java.util.List;

import io.ringhold.tools.memory.result.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class ThresholdTrialsTest {
    private static final EncodingLimits LIMITS = EncodingLimits.defaults();

    private final ValueFixture values = new ValueFixture();
    private final ThresholdTrials trials = new ThresholdTrials(values.keyspace, LIMITS, ValueFixture.HASH);

    @AfterEach
    void close() {
        trials.close();
        values.close();
    }

    @Test
    void shouldTellWhatALongerListpackOfAHashWouldSave() {
        final int fields = (int) LIMITS.value(EncodingLimits.HASH_ENTRIES) + 10;
        final long hash = values.key("h").builder.hash(fields);
        for (int i = 0; i < fields; i++) {
            values.field(hash, "field" + i, "value" + i);
        }
        run(hash);
        final Trial doubled = only(EncodingLimits.HASH_ENTRIES, LIMITS.value(EncodingLimits.HASH_ENTRIES) * 2);

        assertThat(doubled.keys()).isEqualTo(1);
        assertThat(doubled.saved()).isPositive();
        // the order in which the table was filled makes a little difference
        assertThat(doubled.bytesNow()).isCloseTo(values.figures.bytes, withPercentage(3));
        assertThat(trials.result()).extracting(Trial::valueThen).doesNotContain(
                Long.toString(LIMITS.value(EncodingLimits.HASH_ENTRIES) / 2));
    }

    @Test
    void shouldMeasureExactlyWhatTheServerWouldUse() {
        final int members = (int) LIMITS.value(EncodingLimits.ZSET_ENTRIES) - 1;
        final long small = values.key("z").builder.sortedSet(members);
        for (int i = 0; i < members; i++) {
            values.score(small, "member" + i, i);
        }
        run(small);
        final Trial halved = only(EncodingLimits.ZSET_ENTRIES, LIMITS.value(EncodingLimits.ZSET_ENTRIES) / 2);

        LIMITS.with(EncodingLimits.ZSET_ENTRIES, LIMITS.value(EncodingLimits.ZSET_ENTRIES) / 2)
                .applyTo(values.keyspace);
        final long large = values.key("z").builder.sortedSet(members);
        for (int i = 0; i < members; i++) {
            values.score(large, "member" + i, i);
        }
        values.measure(large);
        assertThat(halved.bytesThen()).isEqualTo(values.figures.bytes);
        assertThat(halved.saved()).isNegative();
    }

    @Test
    void shouldTryLimitsOfLongElements() {
        final long hash = values.key("h").builder.hash(1);
        values.field(hash, "field", "v".repeat(100));
        run(hash);

        assertThat(trials.result()).extracting(Trial::setting).containsOnly(EncodingLimits.HASH_VALUE);
        assertThat(trials.result()).extracting(Trial::valueThen).containsExactly("128", "256");
    }

    @Test
    void shouldTrySetsOfIntegersAndOthers() {
        final int members = (int) LIMITS.value(EncodingLimits.SET_INTSET) + 1;
        final long integers = values.key("i").builder.set(members);
        for (int i = 0; i < members; i++) {
            values.add(integers, Integer.toString(i));
        }
        run(integers);
        assertThat(only(EncodingLimits.SET_INTSET, 2 * LIMITS.value(EncodingLimits.SET_INTSET)).saved()).isPositive();

        final long words = values.key("s").builder.set(200);
        for (int i = 0; i < 200; i++) {
            values.add(words, "word" + i);
        }
        run(words);
        assertThat(only(EncodingLimits.SET_ENTRIES, 2 * LIMITS.value(EncodingLimits.SET_ENTRIES)).saved())
                .isPositive();
    }

    @Test
    void shouldTryOtherNodesOfLists() {
        final long list = values.key("l").builder.list();
        for (int i = 0; i < 1000; i++) {
            values.push(list, "element number " + i);
        }
        run(list);

        assertThat(trials.result()).extracting(Trial::valueThen).containsExactly("-1", "-3", "-4", "-5");
        assertThat(only(EncodingLimits.LIST_NODE, -1).bytesThen())
                .isNotEqualTo(only(EncodingLimits.LIST_NODE, -5).bytesThen()).isPositive();
    }

    @Test
    void shouldTryNothingBeyondTheLargestLimit() {
        final EncodingLimits large = LIMITS.with(EncodingLimits.LIST_NODE, 2_000_000_000)
                .with(EncodingLimits.HASH_ENTRIES, Long.MAX_VALUE);
        try (ThresholdTrials most = new ThresholdTrials(values.keyspace, large, ValueFixture.HASH)) {
            final long list = values.key("l").builder.list();
            for (int i = 0; i < 1000; i++) {
                values.push(list, "element number " + i);
            }
            values.measure(list);
            most.run(list, values.figures, values.probe.isAllIntegers());

            assertThat(most.result()).extracting(Trial::setting).containsOnly(EncodingLimits.LIST_NODE);
            assertThat(most.result()).extracting(Trial::valueThen).containsExactly("500000000", "1000000000",
                    "2147483647");
        }
    }

    @Test
    void shouldLeaveAloneWhatNoOtherLimitWouldChange() {
        run(values.key("s").string("a string"));
        final long hash = values.key("h").builder.hash(1);
        values.field(hash, "f", "v");
        run(hash);

        assertThat(trials.result()).isEmpty();
    }

    private void run(final long entry) {
        values.measure(entry);
        trials.run(entry, values.figures, values.probe.isAllIntegers());
    }

    private Trial only(final String setting, final long value) {
        final List<Trial> found = trials.result().stream()
                .filter(trial -> trial.setting().equals(setting) && trial.valueThen().equals(Long.toString(value)))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
