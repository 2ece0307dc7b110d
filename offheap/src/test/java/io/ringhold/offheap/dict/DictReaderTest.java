package io.ringhold.offheap.dict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DictReaderTest {
    private final DictFixture fixture = new DictFixture(1L << 30);
    private final FleetingView view = new FleetingView(fixture.arena);
    private final NativeBuffer input = new NativeBuffer(4096);
    private final DictReader reader = new DictReader(view);

    @AfterEach
    void close() {
        input.close();
        view.close();
        fixture.close();
    }

    /** Up to more than the {@value DictDescriptor#CHUNK_WORDS} segments of one chunk. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 191, 193, 1_000, 20_000, 110_000})
    void shouldVisitEachElementOnceAndFindEach(final int size) {
        final Set<Long> expected = new HashSet<>();
        for (int i = 0; i < size; i++) {
            expected.add(fixture.insert("member:" + i));
        }
        check(expected, size);
        assertThat(find("member:" + size)).isZero();
        for (int i = 0; i < Math.min(size, 2_000); i++) {
            assertThat(find("member:" + i)).isEqualTo(fixture.dict.element(fixture.find("member:" + i)));
        }
    }

    @Test
    void shouldVisitWhatIsLeftWhenMostWasRemoved() {
        final Random random = new Random(DictFixture.seed("DictReaderTest"));
        final List<String> members = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            members.add("m" + i);
            fixture.insert("m" + i);
        }
        while (members.size() > 10) {
            fixture.remove(members.remove(random.nextInt(members.size())));
            if (members.size() % 500 == 10) {
                final Set<Long> expected = new HashSet<>();
                members.forEach(member -> expected.add(fixture.dict.element(fixture.find(member))));
                check(expected, members.size());
            }
        }
    }

    @Test
    void shouldReadMembersAndTailsOfElements() {
        final ElementReader element = new ElementReader(view);
        for (final int length : new int[] {0, 1, 253, 254, 255, 4000}) {
            final long created = fixture.create("x".repeat(length), 7);
            element.open(created);
            assertThat(element.memberLength()).isEqualTo(length);
            assertThat(fixture.arena.address(element.memberOffset()))
                    .isEqualTo(fixture.elements.memberAddress(created));
            assertThat(element.tailOffset()).isEqualTo(fixture.elements.tailOffset(created));
        }
    }

    private void check(final Set<Long> expected, final int size) {
        reader.open(fixture.root);
        assertThat(reader.size()).isEqualTo(size);
        final List<Long> visited = new ArrayList<>();
        for (long element = reader.next(); element != 0; element = reader.next()) {
            visited.add(element);
        }
        assertThat(visited).doesNotHaveDuplicates();
        assertThat(new HashSet<>(visited)).isEqualTo(expected);
        assertThat(reader.next()).isZero();
    }

    private long find(final String member) {
        final byte[] bytes = member.getBytes(StandardCharsets.ISO_8859_1);
        Memory.copyFromArray(bytes, 0, input.address(), bytes.length);
        return reader.find(fixture.keyHash.hash(input.address(), bytes.length), input.address(), bytes.length);
    }
}
