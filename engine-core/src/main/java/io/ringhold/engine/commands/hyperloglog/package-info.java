/**
 * The commands of the group "hyperloglog". A HyperLogLog is a string of Redis' format, which {@link
 * io.ringhold.engine.commands.hyperloglog.HllDescriptor} shows; what it tells is reckoned after O. Ertl, "New cardinality estimation
 * algorithms for HyperLogLog sketches", 2017.
 */
package io.ringhold.engine.commands.hyperloglog;
