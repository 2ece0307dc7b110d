package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the log asks of directories. */
public final class Directories {
    private Directories() {}

    /** Returns when the names in a directory (created, renamed, deleted files) are on the disk. */
    public static void sync(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
