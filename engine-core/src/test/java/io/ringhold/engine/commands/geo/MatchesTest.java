package io.ringhold.engine.commands.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import io.ringhold.engine.commands.geo.Matches.Order;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MatchesTest {
    private static final List<Order> ORDERS = List.of(Order.FOUND, Order.NEAREST, Order.FARTHEST);

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 4L << 20));
    private final Matches matches = new Matches();

    private record Match(double distanceM, long member) {}

    @AfterEach
    void close() {
        arena.close();
    }

    /** A list that is sorted, which keeps what is equal in its order. */
    @Test
    void shouldKeepWhatASortedListHasFirst() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("MatchesTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            final Order order = ORDERS.get(random.nextInt(ORDERS.size()));
            final int size = random.nextInt(300);
            final int distances = random.nextInt(1, 500);
            final boolean isLimited = order != Order.FOUND && random.nextBoolean();
            final long limit = isLimited ? random.nextInt(1, 100) : Long.MAX_VALUE;
            final List<Match> expected = new ArrayList<>();
            matches.begin(arena, order, limit);
            for (int i = 0; i < size; i++) {
                final Match match = new Match(random.nextInt(distances) / 2.0, 1000 + i);
                expected.add(match);
                matches.add(match.distanceM, match.member);
            }
            matches.sort();
            switch (order) {
                case NEAREST -> expected.sort(Comparator.comparingDouble(Match::distanceM));
                case FARTHEST -> expected.sort(Comparator.comparingDouble((Match match) -> -match.distanceM));
                case FOUND -> {}
            }
            assertThat(found()).isEqualTo(expected.subList(0, (int) Math.min(limit, size)));
            matches.end();
            assertThat(arena.blockCount(MemoryTag.SCRATCH)).isZero();
        }
    }

    @Test
    void shouldBeIncompleteWithoutMemory() {
        matches.begin(arena, Order.NEAREST, Long.MAX_VALUE);
        for (int i = 0; i < 1_000_000 && !matches.isIncomplete(); i++) {
            matches.add(i, i);
        }
        assertThat(matches.isIncomplete()).isTrue();
        matches.end();
        assertThat(arena.blockCount(MemoryTag.SCRATCH)).isZero();
    }

    @Test
    void shouldNeedNoMoreMemoryThanForThoseThatAreWanted() {
        matches.begin(arena, Order.NEAREST, 10);
        for (int i = 1_000_000; i > 0; i--) {
            matches.add(i, i);
        }
        matches.sort();
        assertThat(matches.isIncomplete()).isFalse();
        assertThat(found().getFirst()).isEqualTo(new Match(1, 1));
        assertThat(found().getLast()).isEqualTo(new Match(10, 10));
        assertThat(arena.usedBytes(MemoryTag.SCRATCH)).isLessThan(4096);
        matches.end();
    }

    private List<Match> found() {
        final List<Match> found = new ArrayList<>();
        for (long i = 0; i < matches.size(); i++) {
            found.add(new Match(matches.distanceM(i), matches.member(i)));
        }
        return found;
    }
}
