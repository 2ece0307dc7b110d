package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PosixLogFileTest {
    @TempDir
    private Path dir;

    @Test
    void shouldAllocateMapForceAndTruncate() throws IOException {
        final Path path = Files.writeString(dir.resolve("f"), "old");
        try (LogFile file = PosixLogFile.open(path)) {
            file.allocate(3, LogFile.ALIGNMENT - 3);
            assertThat(path).hasSize(LogFile.ALIGNMENT);
            final long address = file.map(0, LogFile.ALIGNMENT);
            assertThat(Memory.getByte(address + 2)).isEqualTo((byte) 'd');
            Memory.putByte(address + 3, (byte) '!');
            Memory.putByte(address + 9999, (byte) '?');
            file.force(address + 9999, 1);
            file.force(address + 3, 10_000);
            file.unmap(address, LogFile.ALIGNMENT);
            file.truncate(4);
            file.sync();
        }
        assertThat(path).hasContent("old!");
    }

    @Test
    void shouldUseTheSystemsWordsWhenACallFails() throws IOException {
        assertThatThrownBy(() -> PosixLogFile.open(dir.resolve("none"))).isInstanceOf(IOException.class)
                .hasMessage("No such file or directory");
        final Path path = Files.createFile(dir.resolve("f"));
        try (LogFile file = PosixLogFile.open(path)) {
            assertThatThrownBy(() -> file.map(1, 10)).hasMessage("Invalid argument");
            assertThatThrownBy(() -> file.allocate(0, 1L << 62)).isInstanceOf(IOException.class);
            assertThat(path).hasSize(0);
        }
    }

    @Test
    void shouldFillWithZeroesWhereTheFileSystemCannotAllocate() throws IOException {
        final Path path = Files.writeString(dir.resolve("f"), "old");
        final int descriptor = Posix.open(path);
        Posix.writeZeroes(descriptor, 3, 1_000_000);
        Posix.close(descriptor);
        final byte[] bytes = Files.readAllBytes(path);
        assertThat(bytes).hasSize(1_000_003).startsWith('o', 'l', 'd', 0).endsWith(0);
    }
}
