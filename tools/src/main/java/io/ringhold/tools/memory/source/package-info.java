/**
 * Where keys come from, and how they are measured:
 *
 * <pre>
 *   dump (mapped) --&gt; RdbWalker --&gt; one value in the arena of RdbFile --&gt; ValueProbe --&gt; KeyFigures --&gt; Gatherer
 *                                         |
 *                                         +--&gt; ThresholdTrials: the same value in another arena, under other settings
 * </pre>
 *
 * Values are built by the server's own code and freed before the next one, so that figures are exact. Large ones are handed over and freed part by part
 * ({@code LargeValues}), so that memory is bounded and figures are nearly exact.
 * {@code LiveServer} asks a server for a dump. One thread.
 */
package io.ringhold.tools.memory.source;
