/**
 * JMH benchmarks of parts: what a command costs in each of them, without the network. Those of maps stand beside other maps with the
 * same keys and values. {@code bin/ringhold-jmh} runs them; a test runs each once, so that they do not rot.
 */
package io.ringhold.bench.jmh;
