package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ViewCopyTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
    void shouldCopyAndCompareWhateverTheLength(final int length) {
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
                FleetingView view = new FleetingView(arena);
                NativeBuffer target = new NativeBuffer(length + 1L)) {
            final long block = arena.allocate(length + 1L, MemoryTag.STRINGS);
            for (int i = 0; i < length; i++) {
                arena.putByte(block + i, (byte) (i * 31 >> 3));
            }
            Memory.putByte(target.address() + length, (byte) 99);

            ViewCopy.copy(view, block, length, target.address());

            assertThat(length == 0 || Memory.equals(arena.address(block), target.address(), length)).isTrue();
            assertThat(Memory.getByte(target.address() + length)).isEqualTo((byte) 99);
            assertThat(ViewCopy.equals(view, block, target.address(), length)).isTrue();
            if (length > 0) {
                final long last = target.address() + length - 1;
                Memory.putByte(last, (byte) ~Memory.getByte(last));
                assertThat(ViewCopy.equals(view, block, target.address(), length)).isFalse();
            }
        }
    }
}
