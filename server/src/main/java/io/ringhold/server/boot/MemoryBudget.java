package io.ringhold.server.boot;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.ringhold.engine.config.Settings;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.ArenaOptions;

/**
 * How much memory the arenas may take. What the settings leave open follows the machine: its memory, or the limit of its
 * control group if that is lower, which the JVM tells in one number.
 *
 * @param limitBytes
 *            most memory of an arena.
 * @param reserveBytes
 *            addresses of the keyspace's arena.
 */
public record MemoryBudget(long limitBytes, long reserveBytes) {
    /** What is left to the JVM, its heap and the system when the settings name no limit. */
    private static final long SPARED_BYTES = 256L << 20;

    /** The budget of this machine. */
    public static MemoryBudget of(final Settings settings) throws StartupException {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return of(settings.arenaLimit.value(), settings.arenaReserve.value(), system.getTotalMemorySize());
    }

    static MemoryBudget of(final long givenLimit, final long givenReserve, final long machineBytes)
            throws StartupException {
        final long limit = givenLimit != 0 ? givenLimit : Math.max(machineBytes - SPARED_BYTES, machineBytes / 2);
        if (limit < ArenaOptions.MIN_LIMIT_BYTES) {
            throw new StartupException("arena-limit " + limit + " is too small: give at least "
                    + ArenaOptions.MIN_LIMIT_BYTES);
        }
        final long reserve = givenReserve != 0
                ? givenReserve
                : Math.max(limit, Long.highestOneBit(4 * machineBytes - 1) << 1);
        if (reserve < limit) {
            throw new StartupException("arena-reserve " + reserve + " is less than the limit of " + limit
                    + " bytes: raise it, or leave it out");
        }
        return new MemoryBudget(Math.min(limit, ArenaDescriptor.MAX_ARENA_BYTES),
                Math.min(reserve, ArenaDescriptor.MAX_ARENA_BYTES));
    }

    /** The keyspace's arena. */
    ArenaOptions keyspace(final boolean hugePages) {
        return new ArenaOptions("keyspace", reserveBytes, limitBytes, hugePages);
    }

    /** An arena for requests or replies. */
    ArenaOptions buffers(final String name) {
        return ArenaOptions.of(name, limitBytes);
    }
}
