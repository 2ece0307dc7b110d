package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.workload.Workload;

/** Drives connections that each wait for their replies before they send again. */
final class ClosedLoopThread extends LoadThread {
    private final ClosedLoopConnection[] connections;
    private boolean isStarted;

    /**
     * @param slots
     *            the places of this thread's connections among all
     */
    ClosedLoopThread(LoadPlan plan, Workload workload, List<Slot> slots, Phases phases, ThreadRecorder recorder,
            Runnable onEnd) throws IOException {
        super(phases, recorder, onEnd);
        connections = new ClosedLoopConnection[slots.size()];
        for (int i = 0; i < connections.length; i++) {
            Slot slot = slots.get(i);
            SocketChannel channel = slot.channel();
            connections[i] = new ClosedLoopConnection(channel, workload, slot.stream(), phases, recorder, plan,
                    slot.quota());
            register(channel, connections[i]);
        }
    }

    @Override
    LoadConnection[] connections() {
        return connections;
    }

    @Override
    void sendDue(long nowNs) throws IOException {
        if (!isStarted) {
            isStarted = true;
            for (ClosedLoopConnection connection : connections) {
                connection.sendBatch(System.nanoTime());
            }
        }
    }

    @Override
    long nextDueNs(long nowNs) {
        return nowNs + Phases.NEVER;
    }

    @Override
    boolean isSendingOver(long nowNs) {
        if (phases.isOver(nowNs)) {
            return true;
        }
        for (ClosedLoopConnection connection : connections) {
            if (!connection.isAtRest()) {
                return false;
            }
        }
        return true;
    }
}
