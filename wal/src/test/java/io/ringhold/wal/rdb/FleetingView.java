package io.ringhold.wal.rdb;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/** Shows copies, each of which is gone when the next is shown: whoever reads one too late fails by the bounds checks. */
public final class FleetingView implements MemoryView, AutoCloseable {
    private final LiveView live;
    private NativeBuffer shown = new NativeBuffer(1);

    FleetingView(final Arena arena) {
        this.live = new LiveView(arena);
    }

    @Override
    public long view(final long offset, final int lengthBytes) {
        final NativeBuffer next = new NativeBuffer(lengthBytes);
        Memory.copy(live.view(offset, lengthBytes), next.address(), lengthBytes);
        shown.close();
        shown = next;
        return next.address();
    }

    @Override
    public void close() {
        shown.close();
    }
}
