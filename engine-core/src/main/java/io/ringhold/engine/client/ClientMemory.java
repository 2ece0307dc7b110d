package io.ringhold.engine.client;

import java.util.Arrays;

import io.ringhold.engine.port.ServerControl;

/**
 * Memory that clients take: requests in the transports' buffers, replies in output chunks, and what features keep for them
 * ({@link SessionState#memoryBytes}). Totals are counted as buffers come and go, not summed up. Engine thread.
 */
public final class ClientMemory {
    /** Seconds that {@link #recentInputPeak} and {@link #recentOutputPeak} look back. */
    private static final int PEAK_SECONDS = 8;
    private static final long MS_PER_SECOND = 1000;

    private final ChunkPool chunks;
    private final SessionRegistry sessions;
    private final ServerControl control;
    private final long[] inputPeaks = new long[PEAK_SECONDS];
    private final long[] outputPeaks = new long[PEAK_SECONDS];
    private long peakSecond;

    /**
     * @param chunks
     *            of all clients' output.
     * @param control
     *            knows what the transports' buffers take.
     */
    public ClientMemory(final ChunkPool chunks, final SessionRegistry sessions, final ServerControl control) {
        this.chunks = chunks;
        this.sessions = sessions;
        this.control = control;
    }

    /** Of all clients. */
    public long totalBytes() {
        return requestBytes() + replyBytes() + sessions.stateBytes();
    }

    /** Of all clients' requests. */
    public long requestBytes() {
        return control.traffic().requestBufferBytes();
    }

    /** Of all clients' replies. */
    public long replyBytes() {
        return chunks.inUseBytes();
    }

    /** Of one client. */
    public long bytesOf(final Session session) {
        return session.requests().totalBytes() + session.output().heldBytes() + sessions.stateBytes(session);
    }

    /** Notes the size of a client's buffers; each client is looked at about once a second. */
    void sample(final Session session, final long nowMs) {
        advance(nowMs / MS_PER_SECOND);
        final int slot = (int) (peakSecond % PEAK_SECONDS);
        inputPeaks[slot] = Math.max(inputPeaks[slot], session.requests().totalBytes());
        outputPeaks[slot] = Math.max(outputPeaks[slot], session.output().takePeakBytes());
    }

    /** The most that one client's requests have taken lately. */
    public long recentInputPeak() {
        return Arrays.stream(inputPeaks).max().orElse(0);
    }

    /** The most that one client's replies have taken lately. */
    public long recentOutputPeak() {
        return Arrays.stream(outputPeaks).max().orElse(0);
    }

    private void advance(final long second) {
        for (long passed = Math.max(peakSecond, second - PEAK_SECONDS) + 1; passed <= second; passed++) {
            inputPeaks[(int) (passed % PEAK_SECONDS)] = 0;
            outputPeaks[(int) (passed % PEAK_SECONDS)] = 0;
        }
        peakSecond = second;
    }
}
