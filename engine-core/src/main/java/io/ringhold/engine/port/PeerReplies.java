package io.ringhold.engine.port;

import java.util.List;

/**
 * What another server has replied.
 *
 * @param lines
 *            of the replies, in the order of the requests, without their ends; Latin-1.
 * @param failure
 *            why there are fewer than requests, or null.
 */
public record PeerReplies(List<String> lines, Failure failure) {
    /** What was being done when it failed, or took too long. */
    public enum Failure {
        /** The name means nothing, nobody answers there, or there was no thread for the exchange in time: nothing was sent. */
        CONNECTING,
        /** The connection was refused, or ended while requests were sent. */
        WRITING,
        /** The connection ended before all replies had come, or what came is no line of a reply. */
        READING
    }
}
