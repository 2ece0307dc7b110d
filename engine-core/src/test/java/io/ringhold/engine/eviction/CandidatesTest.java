package io.ringhold.engine.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CandidatesTest {
    private final Candidates candidates = new Candidates();

    @Test
    void shouldGiveTheSmallestRanksInOrderWhateverTheOrderTheyCameIn() {
        final Random random = new Random(11);
        final List<Long> ranks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            final long rank = random.nextInt(100);
            ranks.add(rank);
            candidates.offer(rank, i % 16, i, 8L * i);
        }
        ranks.sort(null);
        for (int i = 0; i < Candidates.CAPACITY; i++) {
            assertThat(candidates.take()).isTrue();
            assertThat(candidates.rank()).isEqualTo(ranks.get(i));
            assertThat(candidates.database()).isEqualTo((int) candidates.position() % 16);
            assertThat(candidates.entry()).isEqualTo(8 * candidates.position());
        }
        assertThat(candidates.take()).isFalse();
    }

    @Test
    void shouldKnowAKeyOnlyOnce() {
        candidates.offer(5, 0, 1, 8);
        candidates.offer(5, 0, 1, 8);
        candidates.offer(4, 0, 2, 8);
        assertThat(candidates.take()).isTrue();
        assertThat(candidates.position()).isEqualTo(2);
        assertThat(candidates.take()).isTrue();
        assertThat(candidates.take()).isFalse();
    }

    @Test
    void shouldGoOnFromWhatIsLeftWhenSomeWereTaken() {
        for (int i = 0; i < 20; i++) {
            candidates.offer(100 + i, 0, i, 8L * i);
        }
        candidates.take();
        candidates.take();
        candidates.offer(50, 0, 77, 800);
        candidates.offer(112, 0, 78, 808);
        assertThat(candidates.take()).isTrue();
        assertThat(candidates.position()).isEqualTo(77);
        assertThat(candidates.take()).isTrue();
        assertThat(candidates.rank()).isEqualTo(102);
        candidates.clear();
        assertThat(candidates.take()).isFalse();
    }
}
