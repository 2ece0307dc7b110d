package io.ringhold.server.agent;

import io.ringhold.server.transport.TransportAgent;
import org.agrona.concurrent.Agent;

/**
 * Transport and engine in turn on one thread. The transport's select is the only place where the thread sleeps, so the
 * agent's runner needs no idle strategy.
 */
public final class SharedAgent implements Agent {
    private final TransportAgent transport;
    private final Agent engine;

    public SharedAgent(final TransportAgent transport, final Agent engine) {
        this.transport = transport;
        this.engine = engine;
    }

    @Override
    public String roleName() {
        return engine.roleName();
    }

    @Override
    public void onStart() {
        transport.onStart();
        engine.onStart();
    }

    @Override
    public int doWork() throws Exception {
        return transport.doWork() + engine.doWork();
    }

    @Override
    public void onClose() {
        try {
            engine.onClose();
        } finally {
            transport.onClose();
        }
    }
}
