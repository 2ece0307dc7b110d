package io.ringhold.offheap.memory;

import java.util.function.LongUnaryOperator;

import org.agrona.UnsafeApi;
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
    void shouldStayAsItIsWhenTheSystemHasNoMemory() {
        final boolean[] refuses = {false};
        final LongUnaryOperator system = bytes -> {
            if (refuses[0]) {
                throw new OutOfMemoryError("Unable to allocate " + bytes + " bytes");
            }
            return UnsafeApi.allocateMemory(bytes);
        };
        try (NativeBuffer buffer = new NativeBuffer(1000, system)) {
            Memory.putLong(buffer.address(), 0x0123456789abcdefL);
            refuses[0] = true;
            assertThatThrownBy(() -> buffer.ensure(1001)).isInstanceOf(OutOfMemoryError.class);
            buffer.shrink(16);
            assertThat(buffer.capacity()).isEqualTo(1000);
            assertThat(Memory.getLong(buffer.address())).isEqualTo(0x0123456789abcdefL);
            refuses[0] = false;
            buffer.shrink(16);
            assertThat(buffer.capacity()).isEqualTo(16);
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
