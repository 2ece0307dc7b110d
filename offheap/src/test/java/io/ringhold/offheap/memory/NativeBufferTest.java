package io.ringhold.offheap.memory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class NativeBufferTest {
    @Test
    void shouldKeepItsContentWhenItGrows() {
        try (NativeBuffer buffer = new NativeBuffer(8)) {
            Memory.putLong(buffer.address(), 0x0123456789abcdefL);
            buffer.ensure(9);
            assertThat(buffer.capacity()).isEqualTo(16);
            assertThat(Memory.getLong(buffer.address())).isEqualTo(0x0123456789abcdefL);
            buffer.ensure(1000);
            assertThat(buffer.capacity()).isEqualTo(1000);
            assertThat(Memory.getLong(buffer.address())).isEqualTo(0x0123456789abcdefL);
        }
    }

    @Test
    void shouldGiveMemoryBackWhenItShrinks() {
        try (NativeBuffer buffer = new NativeBuffer(1000)) {
            buffer.shrink(1000);
            assertThat(buffer.capacity()).isEqualTo(1000);
            buffer.shrink(16);
            assertThat(buffer.capacity()).isEqualTo(16);
            Memory.putLong(buffer.address() + 8, 1);
        }
    }

    @Test
    void shouldNotBeReadableBehindItsEndOrWhenClosed() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();
        final NativeBuffer buffer = new NativeBuffer(8);
        final long address = buffer.address();
        assertThatThrownBy(() -> Memory.getByte(address + 8)).isInstanceOf(IllegalStateException.class);
        buffer.close();
        assertThatThrownBy(() -> Memory.getByte(address)).isInstanceOf(IllegalStateException.class);
    }
}
