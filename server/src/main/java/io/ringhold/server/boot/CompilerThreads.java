package io.ringhold.server.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.wal.file.ThreadPriority;

/**
 * The threads on which the JVM compiles. They work for up to half a second when something is done for the first time, a snapshot for example, and
 * nobody waits for them: with the longest slice they keep nobody waiting either, and have their share of the processor all the same. Those that
 * the JVM starts later inherit it, for it is they who start them.
 *
 * <p>
 * Their names are HotSpot's, of which Linux keeps 15 characters. Where there are none of that name, nothing happens.
 */
final class CompilerThreads {
    private static final Path THREADS = Path.of("/proc/self/task");

    private CompilerThreads() {}

    /** Lets them give way to whoever becomes ready. Any thread. */
    static void giveWay() {
        if (!Files.isDirectory(THREADS)) {
            return;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS, CompilerThreads::compiles)) {
            for (final Path thread : threads) {
                ThreadPriority.slice(Integer.parseInt(thread.getFileName().toString()),
                        ThreadPriority.LONGEST_SLICE_NS);
            }
        } catch (final IOException e) {
            // they run as they did: nothing depends on it
        }
    }

    static boolean compiles(final Path thread) {
        try {
            final String name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (final IOException e) {
            return false; // it has ended meanwhile
        }
    }
}
