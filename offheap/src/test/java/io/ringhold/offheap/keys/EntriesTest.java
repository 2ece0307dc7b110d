package io.ringhold.offheap.keys;

import java.util.HexFormat;

import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntriesTest {
    private final KeyFixture fixture = new KeyFixture();
    private final Entries entries = fixture.entries;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLayEntriesOutAsTheDescriptorShows() {
        final long entry = entries.create(0, 8, fixture.key("k1"), 2, 2, Entries.NO_EXPIRY);
        fixture.arena.putArray(entries.valueOffset(entry), new byte[] {'h', 'i'}, 0, 2);
        entries.access(entry, 0x04030201);

        final byte[] bytes = new byte[12];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = fixture.arena.getByte(entry + i);
        }
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes)).isEqualTo("80 00 01 02 03 04 02 02 6b 31 68 69");
    }

    @Test
    void shouldKeepKeyAndValueWhenTheExpiryComesAndGoes() {
        for (final int valueLength : new int[] {0, 3, 255, 256, 900}) {
            final String key = "key".repeat(valueLength == 3 ? 100 : 1);
            long entry = entries.create(5, 9, fixture.key(key), key.length(), valueLength, Entries.NO_EXPIRY);
            fixture.arena.fill(entries.valueOffset(entry), valueLength, (byte) 'v');

            entry = entries.withExpiry(entry, 1234);
            assertThat(entries.expireAtMs(entry)).isEqualTo(1234);
            check(entry, key, valueLength);
            entry = entries.withExpiry(entry, 5678);
            assertThat(entries.expireAtMs(entry)).isEqualTo(5678);
            entry = entries.withExpiry(entry, Entries.NO_EXPIRY);
            assertThat(entries.hasExpiry(entry)).isFalse();
            check(entry, key, valueLength);
            entries.free(entry);
        }
        assertThat(fixture.arena.blockCount(MemoryTag.KEYS)).isZero();
    }

    private void check(final long entry, final String key, final int valueLength) {
        assertThat(entries.type(entry)).isEqualTo(5);
        assertThat(entries.encoding(entry)).isEqualTo(9);
        assertThat(entries.keyEquals(entry, fixture.key(key), key.length())).isTrue();
        assertThat(entries.valueLength(entry)).isEqualTo(valueLength);
        for (int i = 0; i < valueLength; i++) {
            assertThat(fixture.arena.getByte(entries.valueOffset(entry) + i)).isEqualTo((byte) 'v');
        }
    }

    @Test
    void shouldTellKeysApart() {
        final long entry = fixture.entry("abc", Entries.NO_EXPIRY);

        assertThat(entries.keyEquals(entry, fixture.key("abd"), 3)).isFalse();
        assertThat(entries.keyEquals(entry, fixture.key("abcd"), 4)).isFalse();
        assertThat(Memory.getByte(entries.keyAddress(entry))).isEqualTo((byte) 'a');
    }
}
