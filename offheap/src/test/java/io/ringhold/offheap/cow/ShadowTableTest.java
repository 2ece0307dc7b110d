package io.ringhold.offheap.cow;

import java.util.HexFormat;
import java.util.Locale;

import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShadowTableTest {
    private static final int EPOCH = 5;

    private final ShadowTable table = new ShadowTable("test", 1 << 20);

    @AfterEach
    void close() {
        table.close();
    }

    /** Asserts the worked examples of {@link ShadowTableDescriptor}. */
    @Test
    void shouldLayEntriesAndMarksOutAsTheDescriptorShows() {
        table.publish(0, EPOCH, 258);
        table.publish(1, EPOCH, ShadowTableDescriptor.NOT_IN_USE);
        table.markFreed(2, 3, EPOCH);
        table.markTaken(3, 4, EPOCH);

        assertThat(hex(table.entryAddress(0), 8)).isEqualTo("02 01 00 00 05 00 00 00");
        assertThat(hex(table.entryAddress(1), 8)).isEqualTo("FF FF FF FF 05 00 00 00");
        assertThat(hex(table.markAddress(2), 4)).isEqualTo("0A 00 00 00");
        assertThat(hex(table.markAddress(3), 4)).isEqualTo("0B 00 00 00");
        assertThat(table.markAddress(0)).isEqualTo(table.entryAddress(256));
    }

    @Test
    void shouldTakeEntriesForEmptyWhenTheEpochIsAnother() {
        table.publish(7, EPOCH, 1);
        table.markTaken(7, 8, EPOCH);

        assertThat(table.isCaptured(7, EPOCH)).isTrue();
        assertThat(table.isCaptured(7, EPOCH + 1)).isFalse();
        assertThat(table.isCaptured(8, EPOCH)).isFalse();
        assertThat(table.isFresh(7, EPOCH)).isTrue();
        assertThat(table.isFresh(7, EPOCH + 1)).isFalse();
    }

    @Test
    void shouldKeepTheFirstMarkWhenPagesComeAndGoAgain() {
        table.markFreed(0, 2, EPOCH);
        table.markTaken(1, 3, EPOCH);
        table.markFreed(2, 4, EPOCH);
        assertThat(table.isFresh(0, EPOCH)).isFalse();
        assertThat(table.isFresh(1, EPOCH)).isFalse();
        assertThat(table.isFresh(2, EPOCH)).isTrue();
        assertThat(table.isFresh(3, EPOCH)).isFalse();

        table.markTaken(0, 4, EPOCH + 1);
        for (int page = 0; page < 4; page++) {
            assertThat(table.isFresh(page, EPOCH + 1)).isTrue();
        }
    }

    @Test
    void shouldHoldTheLargestNumbersWhenTheyAreUnsigned() {
        final long entry = ShadowTableDescriptor.entry(ShadowTableDescriptor.MAX_EPOCH, -2);

        assertThat(ShadowTableDescriptor.epochOf(entry)).isEqualTo(ShadowTableDescriptor.MAX_EPOCH);
        assertThat(ShadowTableDescriptor.shadowPageOf(entry)).isEqualTo(-2);
        table.markTaken(0, 1, ShadowTableDescriptor.MAX_EPOCH);
        assertThat(table.isFresh(0, ShadowTableDescriptor.MAX_EPOCH)).isTrue();
        table.clear();
        assertThat(table.isFresh(0, ShadowTableDescriptor.MAX_EPOCH)).isFalse();
    }

    private static String hex(final long address, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = UnsafeApi.getByte(address + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes).toUpperCase(Locale.ROOT);
    }
}
