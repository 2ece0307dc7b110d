package io.ringhold.server.oracle.random;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShrinkerTest {
    private static final List<Integer> NUMBERS = IntStream.range(0, 1000).boxed().toList();

    @Test
    void shouldFindTheItemsThatMatter() {
        List<Integer> needed = List.of(3, 500, 501, 999);
        assertThat(Shrinker.shrink(NUMBERS, list -> list.containsAll(needed), 1000)).isEqualTo(needed);
    }

    @Test
    void shouldKeepAListThatCannotBeShortened() {
        assertThat(Shrinker.shrink(List.of(1), list -> true, 10)).containsExactly(1);
        assertThat(Shrinker.shrink(NUMBERS, list -> false, 3000)).isEqualTo(NUMBERS);
    }

    @Test
    void shouldStopWhenTheTrialsAreUsedUp() {
        AtomicInteger tried = new AtomicInteger();
        List<Integer> shrunk = Shrinker.shrink(NUMBERS, list -> tried.incrementAndGet() > 0 && list.contains(999), 3);
        assertThat(tried).hasValueLessThanOrEqualTo(3);
        assertThat(shrunk).contains(999).hasSizeLessThan(1000);
    }
}
