/**
 * Measures Ringhold: load generation over the network and micro-benchmarks in the JVM.
 */
package io.ringhold.bench;
