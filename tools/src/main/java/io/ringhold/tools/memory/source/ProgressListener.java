package io.ringhold.tools.memory.source;

/** Is told how far an analysis is; called every few milliseconds. */
@FunctionalInterface
public interface ProgressListener {
    /** Shows nothing. */
    ProgressListener NONE = (_, _, _) -> {};

    void onProgress(long bytesDone, long bytesInAll, long keys);
}
