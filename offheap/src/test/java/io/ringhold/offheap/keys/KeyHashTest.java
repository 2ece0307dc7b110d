package io.ringhold.offheap.keys;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyHashTest {
    private final KeyFixture fixture = new KeyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldDependOnEveryByteAndOnTheLength() {
        for (int length = 0; length <= 40; length++) {
            final String key = "a".repeat(length);
            final Set<Long> hashes = new HashSet<>();
            hashes.add(fixture.hash(key));
            hashes.add(fixture.hash(key + "a"));
            for (int i = 0; i < length; i++) {
                hashes.add(fixture.hash(key.substring(0, i) + "b" + key.substring(i + 1)));
            }
            assertThat(hashes).as("length %d", length).hasSize(length + 2);
        }
    }

    @Test
    void shouldSpreadSimilarKeysEvenly() {
        for (final String pattern : new String[] {"key:%012d", "%d", "user:%d:name", "%08x"}) {
            final int buckets = 1024;
            final int perBucket = 64;
            final int[] high = new int[buckets];
            final int[] low = new int[buckets];
            for (int i = 0; i < buckets * perBucket; i++) {
                final long hash = fixture.hash(String.format(pattern, i));
                high[(int) (hash >>> 54)]++;
                low[(int) hash & buckets - 1]++;
            }
            assertThat(chiSquare(high, perBucket)).as(pattern).isBetween(850.0, 1200.0);
            assertThat(chiSquare(low, perBucket)).as(pattern).isBetween(850.0, 1200.0);
        }
    }

    @Test
    void shouldDifferWithTheSeed() {
        final long address = fixture.key("key");

        assertThat(new KeyHash(1, 1).hash(address, 3)).isNotEqualTo(new KeyHash(2, 1).hash(address, 3))
                .isNotEqualTo(new KeyHash(1, 2).hash(address, 3));
        assertThat(new KeyHash().hash(address, 3)).isNotEqualTo(new KeyHash().hash(address, 3));
    }

    private static double chiSquare(final int[] counts, final double expected) {
        double sum = 0;
        for (final int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
