package io.ringhold.server.boot;

import io.ringhold.engine.pipeline.EngineAgent;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/** The engine, until its end is asked for: then the turn in which that happened is its last. Engine thread. */
final class StoppableEngine implements Agent {
    private final EngineAgent engine;
    private final Shutdown shutdown;

    StoppableEngine(final EngineAgent engine, final Shutdown shutdown) {
        this.engine = engine;
        this.shutdown = shutdown;
    }

    @Override
    public String roleName() {
        return engine.roleName();
    }

    @Override
    public void onStart() {
        engine.onStart();
    }

    @Override
    public int doWork() throws Exception {
        final int work = engine.doWork();
        if (shutdown.isRequested()) {
            shutdown.run();
            throw new AgentTerminationException("shut down");
        }
        return work;
    }

    @Override
    public void onClose() {
        engine.onClose();
    }
}
