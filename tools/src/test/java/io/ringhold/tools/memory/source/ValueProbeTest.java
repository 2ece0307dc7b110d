package io.ringhold.tools.memory.source;

import java.util.List;

import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.tools.memory.result.BigElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValueProbeTest {
    private final ValueFixture values = new ValueFixture();

    @AfterEach
    void close() {
        values.close();
    }

    @Test
    void shouldMeasureStrings() {
        final long usage = values.measure(values.key("key").string("hello"));

        assertThat(values.figures.bytes).isEqualTo(usage);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_EMBSTR);
        assertThat(values.figures.payload).isEqualTo(8);
        // header of 8 bytes, key and value: 16 bytes in a block of 16
        assertThat(values.figures.slack).isZero();
        assertThat(values.figures.bytes).isEqualTo(9 + 16);
    }

    @Test
    void shouldMeasureStringsInABlockOfTheirOwn() {
        final long usage = values.measure(values.key("k").string("x".repeat(5000)));

        assertThat(values.figures.bytes).isEqualTo(usage);
        assertThat(values.figures.payload).isEqualTo(5001);
        // entry: 8 + 1 + 16 bytes in 32; value: 5,000 bytes in 5,120
        assertThat(values.figures.slack).isEqualTo(7 + 120);
    }

    @Test
    void shouldMeasureListsOfOneAndOfManyNodes() {
        final long small = values.key("small").builder.list();
        values.push(small, "abc");
        values.push(small, "de");
        assertThat(values.figures.bytes).isZero();
        final long usage = values.measure(small);
        assertThat(values.figures.bytes).isEqualTo(usage);
        assertThat(values.figures.elements).isEqualTo(2);
        assertThat(values.figures.payload).isEqualTo(5 + 5);
        assertThat(values.figures.longest).isEqualTo(3);

        final long large = values.key("large").builder.list();
        for (int i = 0; i < 1000; i++) {
            values.push(large, "e".repeat(100));
        }
        values.measure(large);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_QUICKLIST);
        assertThat(values.figures.elements).isEqualTo(1000);
        assertThat(values.figures.payload).isEqualTo(5 + 100_000);
        assertThat(values.figures.bytes).isGreaterThan(100_000);
    }

    @Test
    void shouldMeasureSetsOfEveryEncoding() {
        final long intset = values.key("i").builder.set(3);
        List.of("1", "2", "70000").forEach(member -> values.add(intset, member));
        assertThat(values.measure(intset)).isEqualTo(values.figures.bytes);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_INTSET);
        assertThat(values.probe.isAllIntegers()).isTrue();

        final long listpack = values.key("l").builder.set(2);
        List.of("one", "2").forEach(member -> values.add(listpack, member));
        assertThat(values.measure(listpack)).isEqualTo(values.figures.bytes);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_LISTPACK);
        assertThat(values.probe.isAllIntegers()).isFalse();
        assertThat(values.figures.payload).isEqualTo(1 + 4);

        final long table = values.key("t").builder.set(200);
        for (int i = 0; i < 200; i++) {
            values.add(table, "member" + (1000 + i));
        }
        values.measure(table);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_HASHTABLE);
        assertThat(values.figures.payload).isEqualTo(1 + 200 * 10);
        assertThat(values.figures.bytes).isGreaterThan(200 * 16);
    }

    @Test
    void shouldMeasureHashesAndFindTheBiggestFields() {
        final long hash = values.key("user:1").builder.hash(2);
        values.field(hash, "name", "bob");
        values.field(hash, "biography", "b".repeat(300));
        values.measure(hash);

        assertThat(values.figures.elements).isEqualTo(2);
        assertThat(values.figures.longest).isEqualTo(300);
        assertThat(values.figures.payload).isEqualTo(6 + 7 + 309);
        values.gatherer.add(values.figures);
        assertThat(values.gatherer.report("", 0, List.of()).bigElements()).containsExactly(
                new BigElement(0, "user:1", "hash", "biography", 309), new BigElement(0, "user:1", "hash", "name", 7));
    }

    @Test
    void shouldMeasureSortedSets() {
        final long small = values.key("z").builder.sortedSet(1);
        values.score(small, "member-of-the-set", 1.25);
        assertThat(values.measure(small)).isEqualTo(values.figures.bytes);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_LISTPACK);
        assertThat(values.figures.payload).isEqualTo(1 + 17 + 8);

        final long large = values.key("z").builder.sortedSet(500);
        for (int i = 0; i < 500; i++) {
            values.score(large, "member" + i, i / 3.0);
        }
        values.measure(large);
        assertThat(values.figures.encoding).isEqualTo(ValueType.ENCODING_SKIPLIST);
        assertThat(values.figures.elements).isEqualTo(500);
    }

    @Test
    void shouldMeasureSortedSetsExactlyThoughBlocksAreKeptReadyForTheNext() {
        long first = 0;
        for (int round = 0; round < 3; round++) {
            final long set = values.key("z").builder.sortedSet(1000);
            for (int i = 0; i < 1000; i++) {
                values.score(set, "member" + i, i);
            }
            values.measure(set);
            first = first == 0 ? values.figures.bytes : first;
            assertThat(values.figures.bytes).isEqualTo(first);
            values.builder.discard(set);
            while (values.keyspace.freeSome()) {
                // in slices
            }
        }
    }

    @Test
    void shouldNotCountMoreAsPayloadThanThereIs() {
        final long intset = values.key("i").builder.set(100);
        for (int i = 0; i < 100; i++) {
            values.add(intset, Integer.toString(10_000 + i));
        }
        values.measure(intset);

        assertThat(values.figures.payload).isEqualTo(values.figures.bytes - values.figures.slack);
    }
}
