package io.ringhold.server.agent;

import io.ringhold.offheap.arena.Prefault;
import org.agrona.concurrent.Agent;

/** Touches the memory that the engine will need next, so that the engine does not wait for the system to find and clear it. */
public final class MemoryAgent implements Agent {
    private final Prefault prefault;

    public MemoryAgent(final Prefault prefault) {
        this.prefault = prefault;
    }

    @Override
    public String roleName() {
        return "memory";
    }

    @Override
    public int doWork() {
        return prefault.touchSome() ? 1 : 0;
    }
}
