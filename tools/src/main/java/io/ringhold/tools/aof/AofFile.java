package io.ringhold.tools.aof;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped for reading. One thread. */
final class AofFile implements AutoCloseable {
    private final Arena scope = Arena.ofConfined();
    private final MemorySegment bytes;

    AofFile(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), scope);
        }
    }

    long length() {
        return bytes.byteSize();
    }

    /** The byte at an offset; 0 behind the end. */
    byte at(final long offset) {
        return offset < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, offset) : 0;
    }

    /** True when the text, of ASCII, stands at an offset. */
    boolean startsWith(final String text, final long offset) {
        if (text.length() > bytes.byteSize() - offset) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #startsWith}, for capitals that may be small. */
    boolean isWord(final String capitals, final long offset, final long length) {
        if (length != capitals.length()) {
            return false;
        }
        for (int i = 0; i < capitals.length(); i++) {
            if ((at(offset + i) & ~0x20) != capitals.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Offset behind the line feed that comes next; -1 when there is none. */
    long nextLine(final long offset) {
        for (long at = offset; at < bytes.byteSize(); at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        scope.close();
    }
}
