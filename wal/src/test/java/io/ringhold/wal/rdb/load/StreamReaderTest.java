package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.wal.rdb.RdbFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamReaderTest {
    /** References of an LZF stream, each of which stands for 264 bytes. */
    private static final int REFERENCES = 16_000;

    @Test
    void shouldGiveMemoryBackWhenAStreamIsRefused() {
        // a node whose key is a string of 4 MB
        final RdbFileBuilder value = new RdbFileBuilder().length(1).bytes(0xc3).length(2 + 3 * REFERENCES)
                .length(1 + 264 * REFERENCES).bytes(0, 'a');
        for (int i = 0; i < REFERENCES; i++) {
            value.bytes(0xe0, 0xff, 0);
        }
        final byte[] bytes = value.toBytes();
        try (LoadFixture fixture = new LoadFixture();
                NativeBuffer buffer = new NativeBuffer(bytes.length);
                RdbInput input = new RdbInput()) {
            Memory.copyFromArray(bytes, 0, buffer.address(), bytes.length);
            input.open(buffer.address(), bytes.length);
            refuse(fixture.keyspace(), input, buffer.address());
        }
    }

    private static void refuse(final Keyspace keyspace, final RdbInput input, final long key) {
        final ValueBuilder builder = new ValueBuilder(keyspace);
        builder.key(key, 1, Entries.NO_EXPIRY);
        final long entry = builder.stream();
        try (StreamReader reader = new StreamReader(keyspace, new PartFeed(keyspace, builder, null))) {
            assertThatThrownBy(() -> reader.read(RdbFormat.TYPE_STREAM_LISTPACKS, input, entry))
                    .isInstanceOf(RdbException.class).hasMessageContaining("not the size of a stream ID");
            assertThat(reader.scratchBytes()).isLessThanOrEqualTo(1 << 20);
            builder.discard(reader.entry());
        }
    }
}
