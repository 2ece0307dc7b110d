package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.PosixLogFile;

/** Real files on a disk that fills up and fails as the test says. */
final class FaultyFiles implements LogFile.Factory {
    volatile long capacityBytes = Long.MAX_VALUE;
    volatile String forceError;
    volatile Runnable beforeForce = () -> {};
    volatile int forces;
    volatile int mappings;

    @Override
    public LogFile open(final Path path) throws IOException {
        return new Faulty(PosixLogFile.open(path));
    }

    private final class Faulty implements LogFile {
        private final LogFile file;

        Faulty(final LogFile file) {
            this.file = file;
        }

        @Override
        public void allocate(final long offset, final long lengthBytes) throws IOException {
            if (offset + lengthBytes > capacityBytes) {
                throw new IOException("No space left on device");
            }
            file.allocate(offset, lengthBytes);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
        public long map(final long offset, final long lengthBytes) throws IOException {
            mappings++;
            return file.map(offset, lengthBytes);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
        public void unmap(final long address, final long lengthBytes) {
            mappings--;
            file.unmap(address, lengthBytes);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
        public void force(final long address, final long lengthBytes) throws IOException {
            beforeForce.run();
            if (forceError != null) {
                throw new IOException(forceError);
            }
            forces++;
            file.force(address, lengthBytes);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void truncate(final long lengthBytes) throws IOException {
            file.truncate(lengthBytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
