package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.workload.Workload;

/** Sends a batch of as many commands as the pipeline is deep, waits for all their replies, sends the next. */
final class ClosedLoopConnection extends LoadConnection {
    private final int pipeline;
    private final int[] replies;
    private long quota;
    /** The number of the first command that is not of this batch. */
    private long batchEnd;
    private long sentNs;
    private boolean isMeasured;

    /**
     * @param quota
     *            how many commands are measured before the connection rests, or {@link Long#MAX_VALUE}
     */
    ClosedLoopConnection(SocketChannel channel, Workload workload, Workload.Stream stream, Phases phases,
            ThreadRecorder recorder, LoadPlan plan, long quota) {
        super(channel, workload, stream, phases, recorder, plan);
        pipeline = plan.pipeline();
        this.quota = quota;
        replies = new int[workload.mix().commands().size()];
    }

    /** Sends the next batch, unless the run is over. */
    void sendBatch(long nowNs) throws IOException {
        if (phases.isOver(nowNs) || quota == 0) {
            return;
        }
        isMeasured = phases.isMeasured(nowNs);
        int size = pipeline;
        if (isMeasured && quota != Long.MAX_VALUE) {
            size = (int) Math.min(quota, pipeline);
            quota -= size;
        }
        batchEnd += size;
        sentNs = nowNs;
        send();
    }

    @Override
    int ready() {
        return (int) (batchEnd - encodedCommands());
    }

    @Override
    void onReply(long number, int kind, long nowNs) {
        replies[kind]++;
    }

    @Override
    boolean isMeasured(long number) {
        return isMeasured;
    }

    @Override
    void onReadEnd(long nowNs) throws IOException {
        if (!isDone()) {
            return;
        }
        if (isMeasured) {
            for (int kind = 0; kind < replies.length; kind++) {
                if (replies[kind] > 0) {
                    recorder.onReplies(kind, replies[kind], nowNs - sentNs, nowNs);
                }
            }
        }
        Arrays.fill(replies, 0);
        sendBatch(System.nanoTime());
    }

    @Override
    boolean isDone() {
        return outstanding() == 0 && encodedCommands() == batchEnd;
    }

    /** Whether the quota is used up and answered. */
    boolean isAtRest() {
        return quota == 0 && isDone();
    }
}
