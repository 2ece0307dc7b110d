package io.ringhold.engine.keyspace;

import io.ringhold.engine.testing.HexDump;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts the worked example in the Javadoc of {@link ScoredMembersDescriptor}. */
class DescriptorTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("layout", 1L << 24));
    private final Keyspace keyspace = new Keyspace(arena, 1, new KeyHash(1, 2));

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayScoredMembersOutAsTheDescriptorShows() {
        final ScoredMembers members = keyspace.scoredMembers();
        final long root = members.create();
        assertThat(HexDump.of(arena, root, ScoredMembersDescriptor.ROOT_LENGTH))
                .isEqualTo(HexDump.reference(members.dictOf(root)) + " " + HexDump.reference(members.treeOf(root)));
        assertThat(arena.usableSize(members.dictOf(root))).isEqualTo(32);
    }
}
