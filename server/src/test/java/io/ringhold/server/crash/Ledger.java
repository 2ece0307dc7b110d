package io.ringhold.server.crash;

import java.util.List;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

/**
 * What one client writes, count by count, and what must be there afterwards. Commands of one connection are executed in order, so the
 * server must hold all of some count, and perhaps a part of the next.
 */
interface Ledger {
    /** Sends the commands of a count, which end with the setting of {@link #counterKey} to it, or are one transaction; returns how many. */
    int send(RespConnection connection, long count);

    /** Takes the replies of a count. */
    void acknowledge(long count, List<Reply> replies);

    /** The key whose value is the last count that is there as a whole. */
    String counterKey();

    /**
     * Looks whether all up to a count is there, and makes the keys such that the next count can be sent.
     *
     * @param count what {@link #counterKey} has, at least the last one acknowledged
     */
    void check(RespConnection connection, long count);
}
