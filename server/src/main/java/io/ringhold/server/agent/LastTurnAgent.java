package io.ringhold.server.agent;

import java.nio.channels.ClosedByInterruptException;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * An agent whose turn is its last when it throws in it. By itself an AgentRunner goes on, so that until the end of the process commands would
 * be executed, logged and acknowledged by an engine of which nothing is certain: after an EXEC that has thrown, for one, all that is appended to the
 * log would belong to a transaction that never ends.
 */
public final class LastTurnAgent implements Agent {
    private final Agent agent;

    /** The same agent. */
    public LastTurnAgent(final Agent agent) {
        this.agent = agent;
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }

    @Override
    public void onStart() {
        agent.onStart();
    }

    /** What the agent has thrown is the cause of what this throws. */
    @Override
    public int doWork() throws Exception {
        try {
            return agent.doWork();
        } catch (final AgentTerminationException | InterruptedException | ClosedByInterruptException e) {
            throw e; // an AgentRunner ends by these
        } catch (final Exception | Error e) {
            throw new AgentTerminationException(e);
        }
    }

    @Override
    public void onClose() {
        agent.onClose();
    }
}
