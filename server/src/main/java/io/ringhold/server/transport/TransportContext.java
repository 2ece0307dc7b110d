package io.ringhold.server.transport;

import io.ringhold.engine.latency.StageLatency;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.server.log.ServerLog;
import org.agrona.concurrent.NanoClock;

/**
 * What all transports of a server have in common.
 *
 * @param ring
 *            leads to the engine.
 * @param limits
 *            bounds requests.
 * @param gate
 *            decides who may connect.
 * @param sessions
 *            makes sessions.
 * @param stages
 *            is told how long replies took to the socket.
 * @param log
 *            for the operator.
 * @param clock
 *            monotonic.
 */
public record TransportContext(CommandRing ring, RequestLimits limits, ConnectionGate gate, SessionFactory sessions,
        StageLatency stages,
        ServerLog log, NanoClock clock) {}
