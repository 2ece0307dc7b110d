package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.workload.CommandSpec;
import io.ringhold.bench.workload.Workload;

/** The commands of a workload, in a closed or an open loop. */
final class MixLoad extends Load {
    private static final double NS_PER_SECOND = 1e9;

    private final LoadPlan plan;
    private final Workload workload;

    MixLoad(LoadPlan plan, Workload workload) {
        this.plan = plan;
        this.workload = workload;
    }

    @Override
    List<String> operations() {
        return workload.mix().commands().stream().map(CommandSpec::name).toList();
    }

    @Override
    void introduce(List<SocketChannel> channels) {
        // Commands need nothing to be done before.
    }

    @Override
    List<LoadThread> threads(List<SocketChannel> channels, Phases phases, List<ThreadRecorder> recorders,
            Runnable onEnd) throws IOException {
        List<LoadThread> threads = new ArrayList<>();
        int count = Math.min(plan.threads(), plan.connections());
        int connections = channels.size();
        List<List<Slot>> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(new ArrayList<>());
        }
        for (int i = 0; i < connections; i++) {
            long quota = plan.count() == 0 ? Long.MAX_VALUE : share(plan.count(), i + 1) - share(plan.count(), i);
            slots.get(i % count).add(new Slot(channels.get(i), workload.stream(i, share(workload.keys(), i)), quota));
        }
        double periodNs = NS_PER_SECOND / plan.rate();
        for (int i = 0; i < count; i++) {
            ThreadRecorder recorder = new ThreadRecorder(workload.mix().commands().size(), phases.startNs());
            recorders.add(recorder);
            if (plan.isOpenLoop()) {
                double ownPeriodNs = periodNs * connections / slots.get(i).size();
                long quota = plan.count() == 0 ? Long.MAX_VALUE : slots.get(i).stream().mapToLong(Slot::quota).sum();
                Schedule schedule = new Schedule(phases, i * periodNs, ownPeriodNs, quota);
                threads.add(new OpenLoopThread(plan, workload, slots.get(i), schedule, phases, recorder, onEnd));
            } else {
                threads.add(new ClosedLoopThread(plan, workload, slots.get(i), phases, recorder, onEnd));
            }
        }
        return threads;
    }

    /** What belongs to the connections before connection {@code connection} when {@code total} is shared out. */
    private long share(long total, int connection) {
        return total / plan.connections() * connection + total % plan.connections() * connection / plan.connections();
    }
}
