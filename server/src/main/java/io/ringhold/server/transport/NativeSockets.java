package io.ringhold.server.transport;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;

/**
 * Linux system calls on the sockets behind channels, through the FFM API: less way to the kernel than a channel's own, which
 * locks, checks and changes the thread's state for calls that never block. None of them reports an error: after a negative
 * result the caller asks the channel, which knows what to throw. Any thread.
 *
 * <p>
 * Sources: recv(2), send(2), nanosleep(2), prctl(2) of the Linux manual pages; their constants are part of the system's ABI.
 */
final class NativeSockets {
    /** Stands for "not to be had": of a channel's descriptor, or on another system. */
    static final int NONE = -1;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private static final MethodHandle RECV = transfer("recv");
    private static final MethodHandle SEND = transfer("send");
    private static final MethodHandle NANOSLEEP = handle("nanosleep",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle PRCTL = handle("prctl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG), Linker.Option.firstVariadicArg(1));

    private NativeSockets() {}

    private static MethodHandle transfer(final String name) {
        // never blocks on a non-blocking socket, so that the garbage collector need not be told of it
        return handle(name,
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
                Linker.Option.critical(false));
    }

    @SuppressWarnings("restricted") // Linker.downcallHandle; the launcher enables native access
    private static MethodHandle handle(final String name, final FunctionDescriptor descriptor,
            final Linker.Option... options) {
        if (!LINUX) {
            return null;
        }
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** True where the calls of this class are to be had. */
    static boolean available() {
        return LINUX;
    }

    /** The descriptor behind a channel, or {@link #NONE} when the JVM does not tell. */
    static int descriptor(final SocketChannel channel) {
        if (!LINUX) {
            return NONE;
        }
        try {
            final Method method = channel.getClass().getMethod("getFDVal");
            method.setAccessible(true);
            return (int) method.invoke(channel);
        } catch (final ReflectiveOperationException | RuntimeException e) {
            return NONE; // the package is not open to us
        }
    }

    /** Receives what is there; negative or 0 when there is nothing, the peer has ended, or an error. */
    static int receive(final int descriptor, final long address, final int length) {
        try {
            return (int) (long) RECV.invokeExact(descriptor, address, (long) length, 0);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sends what the system takes; negative when it takes nothing, or on an error. */
    static int send(final int descriptor, final long address, final int length) {
        try {
            return (int) (long) SEND.invokeExact(descriptor, address, (long) length, MSG_NOSIGNAL);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Lets the calling thread's short sleeps end within so many ns of their time instead of Linux' 50,000. */
    static void timerSlack(final long ns) {
        try {
            final int ignored = (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, ns);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sleeps.
     *
     * @param time
     *            a {@code struct timespec}.
     */
    static void sleep(final MemorySegment time) {
        try {
            final int ignored = (int) NANOSLEEP.invokeExact(time, MemorySegment.NULL);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static AssertionError unexpected(final Throwable cause) {
        return new AssertionError("a native call threw", cause);
    }
}
