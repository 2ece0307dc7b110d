package io.ringhold.server.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.channels.Channel;

/**
 * Linux system calls on the sockets behind channels, through the FFM API: less way to the kernel than a channel's own, which
 * locks, checks and changes the thread's state for calls that never block. None of them reports an error: after a negative
 * result the caller asks the channel, which knows what to throw. Any thread.
 *
 * <p>
 * Sources: recv(2), send(2), setsockopt(2), ipv6(7), nanosleep(2), prctl(2) of the Linux manual pages; their constants are part of the system's ABI.
 */
final class NativeSockets {
    /** Stands for "not to be had": of a channel's descriptor, or on another system. */
    static final int NONE = -1;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private static final MethodHandle RECV = transfer("recv");
    private static final MethodHandle SEND = transfer("send");
    private static final MethodHandle NANOSLEEP = handle("nanosleep",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle PRCTL = handle("prctl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG), Linker.Option.firstVariadicArg(1));

    private static final MethodHandle SETSOCKOPT = handle("setsockopt", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT));

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

    /** The descriptor behind a channel of a socket, or {@link #NONE} when the JVM does not tell. */
    static int descriptor(final Channel channel) {
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

    /** Keeps a socket of IPv6 that is not bound yet from taking connections of IPv4 too, as Java's do; false when that cannot be had. */
    static boolean onlyIpv6(final int descriptor) {
        if (descriptor == NONE) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment yes = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            return (int) SETSOCKOPT.invokeExact(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, yes,
                    (int) yes.byteSize()) == 0;
        } catch (final Throwable e) {
            throw unexpected(e);
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
