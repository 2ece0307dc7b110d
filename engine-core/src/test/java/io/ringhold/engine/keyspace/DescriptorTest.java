package io.ringhold.engine.keyspace;

import java.util.HexFormat;

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
        assertThat(hex(root, ScoredMembersDescriptor.ROOT_LENGTH))
                .isEqualTo(reference(members.dictOf(root)) + " " + reference(members.treeOf(root)));
        assertThat(arena.usableSize(members.dictOf(root))).isEqualTo(32);
    }

    private String hex(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String reference(final long offset) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append(i == 0 ? "" : " ").append(String.format("%02x", offset >>> 8 * i & 0xff));
        }
        return text.toString();
    }
}
