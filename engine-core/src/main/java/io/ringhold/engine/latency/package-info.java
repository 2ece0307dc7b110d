/**
 * Where the time goes: the slow log, a histogram for each command and for each stage of a command's way, samples of what took too
 * long, and the longest pauses of the engine thread. {@link io.ringhold.engine.latency.EngineLatency} is what the engine tells.
 *
 * <pre>
 *   transport         ring             engine thread                     log                 transport
 *   publish ------ queue wait ------> take -- execute --> executed -- log hold --> delivered -- reply flush --> socket
 *                                     each command: its histogram, slow log, samples, longest pauses
 * </pre>
 *
 * <p>
 * All belongs to the engine thread but what transports record, each in a recorder of its own. Recording allocates nothing.
 */
package io.ringhold.engine.latency;
