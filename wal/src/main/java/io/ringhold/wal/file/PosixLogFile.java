package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.offheap.memory.Memory;

/** A {@link LogFile} on a real file system. */
public final class PosixLogFile implements LogFile {
    private final int descriptor;

    private PosixLogFile(final int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens an existing file for reading and writing. */
    public static LogFile open(final Path path) throws IOException {
        return new PosixLogFile(Posix.open(path));
    }

    @Override
    public void allocate(final long offset, final long lengthBytes) throws IOException {
        try {
            Posix.allocate(descriptor, offset, lengthBytes);
        } catch (final IOException e) {
            try {
                Posix.truncate(descriptor, offset);
            } catch (final IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public long map(final long offset, final long lengthBytes) throws IOException {
        final long address = Posix.map(descriptor, offset, lengthBytes);
        Memory.register(address, lengthBytes);
        return address;
    }

    @Override
    public void unmap(final long address, final long lengthBytes) {
        Memory.unregister(address);
        Posix.unmap(address, lengthBytes);
    }

    @Override
    public void force(final long address, final long lengthBytes) throws IOException {
        final long intoPage = address & (Posix.PAGE_SIZE - 1);
        Posix.syncMapping(address - intoPage, lengthBytes + intoPage);
    }

    @Override
    public void sync() throws IOException {
        Posix.sync(descriptor);
    }

    @Override
    public void truncate(final long lengthBytes) throws IOException {
        Posix.truncate(descriptor, lengthBytes);
    }

    @Override
    public void close() throws IOException {
        Posix.close(descriptor);
    }
}
