package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.workload.Workload;

/** Drives connections by a schedule. */
final class OpenLoopThread extends LoadThread {
    /** So many commands become due before they are written and replies are read, when the thread is behind. */
    private static final int MOST_AT_ONCE = 4096;

    private final OpenLoopConnection[] connections;
    private final Schedule schedule;
    /** The connections that got something to send in this turn. */
    private final OpenLoopConnection[] ready;

    /**
     * @param slots
     *            the places of this thread's connections among all
     * @param schedule
     *            the schedule of this thread alone
     */
    OpenLoopThread(LoadPlan plan, Workload workload, List<Slot> slots, Schedule schedule, Phases phases,
            ThreadRecorder recorder, Runnable onEnd) throws IOException {
        super(phases, recorder, onEnd);
        this.schedule = schedule;
        connections = new OpenLoopConnection[slots.size()];
        ready = new OpenLoopConnection[slots.size()];
        for (int i = 0; i < connections.length; i++) {
            SocketChannel channel = slots.get(i).channel();
            connections[i] = new OpenLoopConnection(channel, workload, slots.get(i).stream(), phases, recorder,
                    schedule, i, connections.length, plan);
            register(channel, connections[i]);
        }
    }

    @Override
    LoadConnection[] connections() {
        return connections;
    }

    @Override
    void sendDue(long nowNs) throws IOException {
        int readyCount = 0;
        long command = schedule.poll(nowNs);
        for (int i = 0; command >= 0; i++) {
            OpenLoopConnection connection = connections[(int) (command % connections.length)];
            if (connection.onDue()) {
                ready[readyCount++] = connection;
            }
            command = i < MOST_AT_ONCE ? schedule.poll(nowNs) : -1;
        }
        for (int i = 0; i < readyCount; i++) {
            ready[i].send();
        }
    }

    @Override
    long nextDueNs(long nowNs) {
        return schedule.isOver() ? nowNs + Phases.NEVER : schedule.nextDueNs();
    }

    @Override
    boolean isSendingOver(long nowNs) {
        return schedule.isOver();
    }
}
