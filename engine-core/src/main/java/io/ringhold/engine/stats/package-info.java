/**
 * Counters that INFO and its relatives show. Engine thread.
 */
package io.ringhold.engine.stats;
