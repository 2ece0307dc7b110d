package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.server.LoadException;

/** What is done over the connections of a run. One instance is one run. */
abstract class Load {
    /** The names of what is counted. */
    abstract List<String> operations();

    /** Makes the connections ready for it, before the run starts. They are in blocking mode. */
    abstract void introduce(List<SocketChannel> channels) throws IOException, LoadException;

    /**
     * Makes the threads, not started.
     *
     * @param recorders
     *            where each thread's recorder is added
     * @param onEnd
     *            called by each thread when it ends
     */
    abstract List<LoadThread> threads(List<SocketChannel> channels, Phases phases, List<ThreadRecorder> recorders,
            Runnable onEnd) throws IOException;
}
