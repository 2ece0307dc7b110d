package io.ringhold.wal.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;

import org.agrona.UnsafeApi;

/**
 * The system calls behind {@link PosixLogFile}, through the FFM API. Any thread; a failure is an {@link IOException}
 * with the text of strerror(3).
 *
 * <p>
 * Sources: open(2), posix_fallocate(3), mmap(2), msync(2), fdatasync(2), ftruncate(2), pwrite(2) of the Linux manual
 * pages and of macOS; their constants are part of the systems' ABI.
 */
final class Posix {
    static final int PAGE_SIZE = UnsafeApi.pageSize();

    private static final boolean MACOS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = MACOS ? 0x1000000 : 0x80000;
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_SHARED = 0x1;
    private static final int MS_SYNC = MACOS ? 0x10 : 4;
    private static final int EINTR = 4;
    private static final int EINVAL = 22;
    private static final int EOPNOTSUPP = MACOS ? 102 : 95;
    private static final long MAP_FAILED = -1L;
    private static final int ZEROES_LENGTH = 256 * 1024;

    private static final StructLayout CAPTURE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(CAPTURE_LAYOUT));

    private static final MethodHandle OPEN = handle("open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = handle("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle MMAP = handle("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP = handle("munmap",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle MSYNC = handle("msync", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle SYNC = handle(MACOS ? "fsync" : "fdatasync",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle TRUNCATE = handle("ftruncate",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = handle("pwrite", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle STRERROR = handle("strerror",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    /** Null where the system has none (macOS). */
    private static final MethodHandle ALLOCATE = MACOS
            ? null
            : handle("posix_fallocate", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private Posix() {}

    @SuppressWarnings("restricted") // Linker.downcallHandle; the launcher enables native access
    private static MethodHandle handle(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor,
                Linker.Option.captureCallState("errno"));
    }

    /** Opens an existing file for reading and writing. */
    static int open(final Path path) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment name = arena.allocateFrom(path.toString());
            return checked(capture, (int) OPEN.invokeExact(capture, name, O_RDWR | O_CLOEXEC));
        } catch (final Throwable e) {
            throw failure("open", e);
        }
    }

    static void close(final int descriptor) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try {
            checked(capture, (int) CLOSE.invokeExact(capture, descriptor));
        } catch (final Throwable e) {
            throw failure("close", e);
        }
    }

    static long map(final int descriptor, final long offset, final long lengthBytes) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try {
            final long address = (long) MMAP.invokeExact(capture, 0L, lengthBytes, PROT_READ_WRITE, MAP_SHARED,
                    descriptor, offset);
            if (address == MAP_FAILED) {
                throw new IOException(text((int) ERRNO.get(capture, 0L)));
            }
            return address;
        } catch (final Throwable e) {
            throw failure("mmap", e);
        }
    }

    static void unmap(final long address, final long lengthBytes) {
        final MemorySegment capture = CAPTURE.get();
        final int result;
        try {
            result = (int) MUNMAP.invokeExact(capture, address, lengthBytes);
        } catch (final Throwable e) {
            throw new IllegalStateException("munmap could not be called", e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap of " + lengthBytes + " bytes at 0x" + Long.toHexString(address)
                    + " failed: errno " + (int) ERRNO.get(capture, 0L));
        }
    }

    /** Writes the dirty pages of a part of a mapping and waits for them. */
    static void syncMapping(final long pageAddress, final long lengthBytes) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try {
            checked(capture, (int) MSYNC.invokeExact(capture, pageAddress, lengthBytes, MS_SYNC));
        } catch (final Throwable e) {
            throw failure("msync", e);
        }
    }

    static void sync(final int descriptor) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try {
            checked(capture, (int) SYNC.invokeExact(capture, descriptor));
        } catch (final Throwable e) {
            throw failure("fdatasync", e);
        }
    }

    static void truncate(final int descriptor, final long lengthBytes) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try {
            checked(capture, (int) TRUNCATE.invokeExact(capture, descriptor, lengthBytes));
        } catch (final Throwable e) {
            throw failure("ftruncate", e);
        }
    }

    /**
     * Gives a range behind the end of the file real blocks; by writing zeroes where the file system cannot otherwise.
     */
    static void allocate(final int descriptor, final long offset, final long lengthBytes) throws IOException {
        int error = EOPNOTSUPP;
        if (ALLOCATE != null) {
            final MemorySegment capture = CAPTURE.get();
            try {
                do {
                    error = (int) ALLOCATE.invokeExact(capture, descriptor, offset, lengthBytes);
                } while (error == EINTR);
            } catch (final Throwable e) {
                throw failure("posix_fallocate", e);
            }
        }
        if (error == EOPNOTSUPP || error == EINVAL) {
            writeZeroes(descriptor, offset, lengthBytes);
        } else if (error != 0) {
            throw new IOException(text(error));
        }
    }

    static void writeZeroes(final int descriptor, final long offset, final long lengthBytes) throws IOException {
        final MemorySegment capture = CAPTURE.get();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment zeroes = arena.allocate(Math.min(lengthBytes, ZEROES_LENGTH));
            long done = 0;
            while (done < lengthBytes) {
                final long part = Math.min(lengthBytes - done, zeroes.byteSize());
                final long written = (long) WRITE.invokeExact(capture, descriptor, zeroes, part, offset + done);
                if (written >= 0) {
                    done += written;
                } else if ((int) ERRNO.get(capture, 0L) != EINTR) {
                    throw new IOException(text((int) ERRNO.get(capture, 0L)));
                }
            }
        } catch (final Throwable e) {
            throw failure("pwrite", e);
        }
    }

    private static int checked(final MemorySegment capture, final int result) throws IOException {
        if (result < 0) {
            throw new IOException(text((int) ERRNO.get(capture, 0L)));
        }
        return result;
    }

    @SuppressWarnings("restricted") // the C string's length is not known
    private static String text(final int error) {
        try {
            final MemorySegment text = (MemorySegment) STRERROR.invokeExact(CAPTURE.get(), error);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (final Throwable e) {
            throw new IllegalStateException("strerror could not be called", e);
        }
    }

    private static IOException failure(final String call, final Throwable thrown) {
        if (thrown instanceof final IOException e) {
            return e;
        }
        throw new IllegalStateException(call + " could not be called", thrown);
    }
}
