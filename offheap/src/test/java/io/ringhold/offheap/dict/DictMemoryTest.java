package io.ringhold.offheap.dict;

import java.util.HashSet;
import java.util.Set;

import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DictMemoryTest {
    private static final int LARGEST = 1_000_000;

    @Test
    void shouldTakeFewBytesForEachElement() {
        try (DictFixture fixture = new DictFixture(1L << 30)) {
            double sum = 0;
            int samples = 0;
            double next = 1000;
            for (int size = 1; size <= LARGEST; size++) {
                fixture.insert(Integer.toString(size, Character.MAX_RADIX));
                final double each = (double) fixture.dictBytes() / size;
                if (size >= 1000) {
                    assertThat(each <= 17).as("%s bytes at %s", each, size).isTrue();
                } else if (size >= 100) {
                    assertThat(each <= 20).as("%s bytes at %s", each, size).isTrue();
                }
                if (size >= next) {
                    sum += each;
                    samples++;
                    next *= 1.01;
                }
            }
            System.out.println("DictMemoryTest: bytes for each element " + sum / samples);
            assertThat(sum / samples).isLessThanOrEqualTo(12.5);
        }
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (DictFixture fixture = new DictFixture(4L << 20)) {
            final Set<String> model = new HashSet<>();
            String member = "0";
            while (fixture.insert(member) != 0) {
                model.add(member);
                member = Integer.toString(model.size());
            }
            exhaust(fixture);
            assertThat(model).hasSizeGreaterThan(10_000);
            check(fixture, model);
            for (int i = 0; !model.isEmpty(); i++) {
                member = Integer.toString(i);
                fixture.remove(member);
                model.remove(member);
                if (i % 5 == 0 && fixture.insert("again:" + i) != 0) {
                    fixture.remove("again:" + i);
                }
                if (i % 4000 == 0) {
                    check(fixture, model);
                }
            }
            check(fixture, model);
            assertThat(fixture.dict.freeSome(fixture.root, Long.MAX_VALUE)).isTrue();
            assertThat(fixture.arena.blockCount(MemoryTag.DICT)).isZero();
            assertThat(fixture.arena.blockCount(DictFixture.ELEMENTS)).isZero();
        }
    }

    private static void exhaust(final DictFixture fixture) {
        for (long filler = 1 << 16; filler >= Long.BYTES; filler >>= 1) {
            while (fixture.arena.allocate(filler, MemoryTag.SCRATCH) != 0) {
                // until nothing of that size is left
            }
        }
    }

    private static void check(final DictFixture fixture, final Set<String> model) {
        assertThat(fixture.dict.size(fixture.root)).isEqualTo(model.size());
        assertThat(fixture.members()).hasSize(model.size());
        assertThat(new HashSet<>(fixture.members()).equals(model)).isTrue();
        for (final String member : model) {
            assertThat(fixture.find(member)).isNotEqualTo(Dict.NONE);
        }
    }
}
