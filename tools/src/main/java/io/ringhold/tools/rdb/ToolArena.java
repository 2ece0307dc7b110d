package io.ringhold.tools.rdb;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaDescriptor;
import io.ringhold.offheap.arena.ArenaOptions;

/** Makes the arenas of the tools: as large as the machine's memory, or its control group's limit. */
public final class ToolArena {
    private ToolArena() {}

    /** There is no memory in an arena; the message is for the operator. */
    public static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public FullException(final String message) {
            super(message);
        }

        FullException(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reserves addresses, which takes no memory.
     *
     * @throws FullException
     *             when the system refuses them.
     */
    public static Arena reserve(final String name) {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final ArenaOptions options = ArenaOptions.of(name, Math.min(
                Math.max(system.getTotalMemorySize(), ArenaOptions.MIN_LIMIT_BYTES), ArenaDescriptor.MAX_ARENA_BYTES));
        try {
            return Arena.reserve(options);
        } catch (final IllegalStateException e) {
            throw new FullException(e.getMessage(), e);
        }
    }
}
