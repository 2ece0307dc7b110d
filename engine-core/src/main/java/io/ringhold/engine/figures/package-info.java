/**
 * All figures of a server at one moment, as values that other threads may read at leisure: what the metrics endpoint serves. The engine gathers them
 * when it is asked, between two batches, from where INFO and LATENCY take theirs.
 */
package io.ringhold.engine.figures;
