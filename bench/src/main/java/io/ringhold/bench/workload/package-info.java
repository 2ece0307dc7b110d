/**
 * What a load sends: which keys ({@link KeyDistribution}), how large the values are ({@link ValueSizes}), which commands in which shares
 * ({@link Mix}), and how a request is written quickly ({@link CommandTemplate}: bytes that are copied whole, then the digits of
 * keys and numbers are put in place). Everything is parsed from the command line's notation; a mistake in it is an
 * {@link IllegalArgumentException} whose message is one line for the user. The samplers are for one thread each and allocate nothing.
 */
package io.ringhold.bench.workload;
