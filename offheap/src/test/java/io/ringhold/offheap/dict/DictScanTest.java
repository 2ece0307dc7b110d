package io.ringhold.offheap.dict;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DictScanTest {
    private final DictFixture fixture = new DictFixture(1L << 28);
    private final Dict dict = fixture.dict;
    private final long root = fixture.root;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldVisitEachElementOnceWhenNothingChanges() {
        final Set<Long> visited = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            fixture.insert("member:" + i);
        }
        long cursor = 0;
        int calls = 0;
        do {
            final int before = visited.size();
            cursor = dict.scan(root, cursor, 10, element -> assertThat(visited.add(element)).isTrue());
            assertThat(visited.size() - before).isLessThan(20);
            calls++;
        } while (cursor != 0);
        assertThat(visited).hasSize(20_000);
        assertThat(calls).isLessThan(2500);
    }

    @Test
    void shouldVisitAllThatStayWhateverChangesInBetween() {
        final Random random = new Random(DictFixture.seed("DictScanTest"));
        for (int round = 0; round < 8; round++) {
            final int staying = 1 + random.nextInt(2000);
            for (int i = 0; i < staying; i++) {
                fixture.insert("stay:" + i);
            }
            scanWhileOthersComeAndGo(random, staying, random.nextBoolean());
            for (int i = 0; i < staying; i++) {
                fixture.remove("stay:" + i);
            }
            assertThat(dict.size(root)).isZero();
        }
    }

    private void scanWhileOthersComeAndGo(final Random random, final int staying, final boolean isShrinking) {
        int others = 0;
        while (isShrinking && others < 60_000) {
            fixture.insert("other:" + others++);
        }
        final Set<String> visited = new HashSet<>();
        long cursor = 0;
        do {
            cursor = dict.scan(root, cursor, 1 + random.nextInt(200),
                    element -> visited.add(fixture.member(element)));
            final int change = random.nextInt(300);
            for (int i = 0; i < change; i++) {
                if (isShrinking && others > 0) {
                    fixture.remove("other:" + --others);
                } else if (!isShrinking && others < 60_000) {
                    fixture.insert("other:" + others++);
                }
            }
        } while (cursor != 0);
        for (int i = 0; i < staying; i++) {
            assertThat(visited.contains("stay:" + i)).as("stay:%s", i).isTrue();
        }
        while (others > 0) {
            fixture.remove("other:" + --others);
        }
    }

    @Test
    void shouldEndFromAnyCursor() {
        final Random random = new Random(DictFixture.seed("DictScanTest"));
        for (int i = 0; i < 1000; i++) {
            fixture.insert("member:" + i);
        }
        for (int i = 0; i < 1000; i++) {
            long cursor = random.nextLong() >> random.nextInt(64);
            int calls = 0;
            do {
                cursor = dict.scan(root, cursor, 100, element -> assertThat(element).isPositive());
                calls++;
            } while (cursor != 0);
            assertThat(calls).isLessThan(30);
        }
    }

    @Test
    void shouldChooseEachElementAsOften() {
        final Random random = new Random(4711);
        for (final int size : new int[] {1, 7, 20, 500}) {
            while (dict.size(root) < size) {
                fixture.insert("member:" + dict.size(root));
            }
            final int draws = 200;
            final int[] drawn = new int[size];
            for (int i = 0; i < draws * size; i++) {
                final String member = fixture.member(dict.element(dict.random(root, random)));
                drawn[Integer.parseInt(member.substring("member:".length()))]++;
            }
            double chiSquare = 0;
            for (final int count : drawn) {
                chiSquare += (double) (count - draws) * (count - draws) / draws;
            }
            // Its mean is size - 1, its variance twice that; five deviations above are no accident.
            assertThat(chiSquare).isLessThan(size + 5 * Math.sqrt(2.0 * size));
        }
    }
}
