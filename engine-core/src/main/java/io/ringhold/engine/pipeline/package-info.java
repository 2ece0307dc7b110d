/**
 * From a transport to the engine and back: the ring, the batches of commands in it, and the agent that polls it.
 *
 * <pre>
 *   TransportAgent --RequestBatch--> CommandRing --> EngineAgent --> CommandExecutor --> handlers
 *         ^                                              |
 *         +---- Session.completeBatch, output published--+   at once, or when the log is durable (HeldReplies)
 * </pre>
 *
 * A batch belongs to its transport until it is published, to the engine until it is handed back. Between polls the engine does
 * {@link io.ringhold.engine.pipeline.Housekeeping} in slices.
 */
package io.ringhold.engine.pipeline;
