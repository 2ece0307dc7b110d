package io.ringhold.engine.commands.server.digest;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Digest160Test {
    private static Digest160 sequence(final long... numbers) {
        final Digest160 digest = new Digest160();
        digest.begin();
        for (final long number : numbers) {
            digest.number(number);
        }
        return digest;
    }

    private static String sum(final Digest160... parts) {
        final Digest160 digest = new Digest160();
        digest.beginSum();
        for (final Digest160 part : parts) {
            digest.add(part);
        }
        return digest.hex();
    }

    @Test
    void shouldDependOnTheOrderOfASequence() {
        assertThat(sequence(1, 2).hex()).isEqualTo(sequence(1, 2).hex()).isNotEqualTo(sequence(2, 1).hex())
                .isNotEqualTo(sequence(1, 2, 0).hex()).isNotEqualTo(sequence(0, 1, 2).hex());
    }

    @Test
    void shouldNotDependOnTheOrderOfASumButOnHowOftenAPartComes() {
        final Digest160 one = sequence(1);
        final Digest160 two = sequence(2);
        assertThat(sum(one, two)).isEqualTo(sum(two, one)).isNotEqualTo(sum(one, two, two));
        assertThat(sum(one, one)).isNotEqualTo(sum(two, two)).isNotEqualTo(sum());
    }

    @Test
    void shouldDependOnADigestThatIsTakenIn() {
        final Digest160 first = sequence();
        first.digest(sequence(1));
        final Digest160 second = sequence();
        second.digest(sequence(2));
        assertThat(first.hex()).isNotEqualTo(second.hex());
        final Digest160 again = sequence();
        again.digest(sequence(1));
        assertThat(again.hex()).isEqualTo(first.hex());
    }

    @Test
    void shouldChangeAllLanesWhenOneNumberChanges() {
        final Set<String> first = new HashSet<>();
        final Set<String> second = new HashSet<>();
        final Set<String> third = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            final String hex = sequence(i).hex();
            assertThat(hex).matches("[0-9a-f]{40}");
            first.add(hex.substring(0, 16));
            second.add(hex.substring(16, 32));
            third.add(hex.substring(32));
        }
        assertThat(first).hasSize(1_000).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSize(1_000);
        assertThat(third).hasSize(1_000);
    }
}
