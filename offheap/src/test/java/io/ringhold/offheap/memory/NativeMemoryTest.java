package io.ringhold.offheap.memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NativeMemoryTest {
    private static final long ALIGNMENT = 2L << 20;

    @Test
    void shouldAlignWhenReserving() {
        final long address = NativeMemory.reserve(ALIGNMENT, ALIGNMENT);

        assertThat(address).isPositive();
        assertThat(address % ALIGNMENT).isZero();
        NativeMemory.release(address, ALIGNMENT);
    }

    @Test
    void shouldReturnErrorNumberWhenTheSystemRefuses() {
        assertThat(NativeMemory.reserve(1L << 56, ALIGNMENT)).isEqualTo(-12);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadZeroesWhenMemoryWasGivenBack() {
        final long address = NativeMemory.reserve(ALIGNMENT, ALIGNMENT);
        Memory.register(address, ALIGNMENT);
        Memory.putLong(address, 7);

        NativeMemory.giveBack(address, ALIGNMENT);

        assertThat(Memory.getLong(address)).isZero();
        Memory.unregister(address);
        NativeMemory.release(address, ALIGNMENT);
    }

    @Test
    void shouldKeepWhatIsThereWhenMemoryIsPopulated() {
        final long address = NativeMemory.reserve(ALIGNMENT, ALIGNMENT);
        Memory.register(address, ALIGNMENT);
        NativeMemory.adviseNoHugePages(address, ALIGNMENT);
        Memory.putLong(address, 7);
        Memory.putLong(address + 4096, -1);

        NativeMemory.populate(address, ALIGNMENT);
        NativeMemory.touch(address, ALIGNMENT);

        assertThat(Memory.getLong(address)).isEqualTo(7);
        assertThat(Memory.getLong(address + 4096)).isEqualTo(-1);
        assertThat(Memory.getLong(address + 8192)).isZero();
        Memory.unregister(address);
        NativeMemory.release(address, ALIGNMENT);
    }

    @Test
    void shouldNameTheErrorWhenTheSystemRefusesToTakeBack() {
        assertThatThrownBy(() -> NativeMemory.giveBack(1, 4096)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("madvise").hasMessageContaining("errno 22");
    }
}
