package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.PosixLogFile;

/**
 * Real files on a disk that fills up and fails as the test says. Whatever changes names or lengths is a step, which the
 * test can look at before it is done, or let fail.
 */
final class FaultyFiles implements LogFile.Factory {
    volatile long capacityBytes = Long.MAX_VALUE;
    volatile String forceError;
    volatile Runnable beforeForce = () -> {};
    volatile int forces;
    volatile int syncs;
    volatile int mappings;
    /** Runs before each step, with its name; what it throws is the step's failure. */
    volatile Step beforeStep = name -> {};

    @FunctionalInterface
    interface Step {
        void before(String name) throws IOException;
    }

    @Override
    public void create(final Path path) throws IOException {
        beforeStep.before("create");
        LogFile.Factory.super.create(path);
    }

    @Override
    public void write(final Path path, final byte[] bytes) throws IOException {
        beforeStep.before("write");
        LogFile.Factory.super.write(path, bytes);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        beforeStep.before("rename");
        LogFile.Factory.super.rename(from, to);
    }

    @Override
    public void delete(final Path path) throws IOException {
        beforeStep.before("delete");
        LogFile.Factory.super.delete(path);
    }

    @Override
    public void syncNames(final Path directory) throws IOException {
        beforeStep.before("syncNames");
        LogFile.Factory.super.syncNames(directory);
    }

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
            beforeStep.before("allocate");
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
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
        public void sync() throws IOException {
            if (forceError != null) {
                throw new IOException(forceError);
            }
            syncs++;
            file.sync();
        }

        @Override
        public void truncate(final long lengthBytes) throws IOException {
            beforeStep.before("truncate");
            file.truncate(lengthBytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
