package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.workload.Workload;

/**
 * Sends commands when they are due, by the thread's schedule, whether or not those before have been answered. The connection's command j is the
 * schedule's command {@code index + j * connections}.
 */
final class OpenLoopConnection extends LoadConnection {
    private final Schedule schedule;
    private final int index;
    private final int connections;
    private final int outstanding;
    private long due;

    /**
     * @param index
     *            which of the thread's connections this is
     * @param connections
     *            how many the thread has
     * @param plan
     *            tells the most commands without reply
     */
    OpenLoopConnection(SocketChannel channel, Workload workload, Workload.Stream stream, Phases phases,
            ThreadRecorder recorder, Schedule schedule, int index, int connections, LoadPlan plan) {
        super(channel, workload, stream, phases, recorder, plan);
        this.schedule = schedule;
        this.index = index;
        this.connections = connections;
        outstanding = plan.outstanding();
    }

    /** One more command is due. Returns whether it is the only one waiting to be sent. */
    boolean onDue() {
        due++;
        return due == encodedCommands() + 1;
    }

    private long dueNs(long number) {
        return schedule.dueNs(index + number * connections);
    }

    @Override
    int ready() {
        return (int) Math.min(due - encodedCommands(), outstanding - outstanding());
    }

    @Override
    boolean isMeasured(long number) {
        return phases.isMeasured(dueNs(number));
    }

    @Override
    void onReply(long number, int kind, long nowNs) {
        long dueNs = dueNs(number);
        if (phases.isMeasured(dueNs)) {
            recorder.onReplies(kind, 1, nowNs - dueNs, nowNs);
        }
    }

    @Override
    void onReadEnd(long nowNs) throws IOException {
        if (due > encodedCommands()) {
            send();
        }
    }

    @Override
    boolean isDone() {
        return outstanding() == 0 && due == encodedCommands();
    }
}
