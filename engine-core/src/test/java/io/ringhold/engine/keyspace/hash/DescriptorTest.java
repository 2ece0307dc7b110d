package io.ringhold.engine.keyspace.hash;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.testing.HexDump;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts the worked examples in the Javadoc of the descriptors. */
class DescriptorTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("layout", 1L << 24));
    private final Keyspace keyspace = new Keyspace(arena, 1, new KeyHash(1, 2));

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayAFieldOutAsTheDescriptorShows() {
        final long input = arena.allocate(3, MemoryTag.SCRATCH);
        arena.putArray(input, new byte[] {'f', 'v', '1'}, 0, 3);
        final FieldElements fields = new FieldElements(keyspace.elements());
        final long element = fields.create(arena.address(input), 1, arena.address(input) + 1, 2);
        assertThat(HexDump.of(arena, element, 5)).isEqualTo("01 66 02 76 31");
    }

    @Test
    void shouldPutALengthBehindTheMarkWhenTheValueIsLong() {
        final long input = arena.allocate(300, MemoryTag.SCRATCH);
        arena.fill(input, 300, (byte) 'v');
        final FieldElements fields = new FieldElements(keyspace.elements());
        final long element = fields.create(arena.address(input), 1, arena.address(input), 254);
        assertThat(HexDump.of(arena, element, 8)).isEqualTo("01 76 fe fe 00 00 00 76");
    }

    @Test
    void shouldLayATimedHashOutAsTheDescriptorShows() {
        final FieldDict hashes = new FieldDict(keyspace);
        final long timed = hashes.createTimed(0x1040);
        assertThat(HexDump.of(arena, timed, TimedHashDescriptor.LENGTH))
                .isEqualTo("40 10 00 00 00 00 00 00 " + HexDump.reference(hashes.timesOf(timed)));
        assertThat(keyspace.scoredMembers().first(hashes.timesOf(timed))).isZero();
    }
}
