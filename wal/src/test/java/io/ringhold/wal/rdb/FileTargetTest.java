package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FileTargetTest {
    @TempDir
    private Path directory;

    @Test
    void shouldForceEachTimeSoManyBytesHaveBeenWritten() throws IOException {
        final Path path = directory.resolve("file");
        final List<Long> sizesWhenForced = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            final FileTarget target = new FileTarget(channel, 4_000, () -> sizesWhenForced.add(channel.size()));
            for (int i = 0; i < 10; i++) {
                target.write(ByteBuffer.allocateDirect(1_000), 0);
            }
        }
        assertThat(sizesWhenForced).containsExactly(4_000L, 8_000L);
        assertThat(Files.size(path)).isEqualTo(10_000);
    }
}
