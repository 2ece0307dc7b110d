/** Channels and patterns over sockets: slow subscribers, many of them, and every byte that each gets. */
package io.ringhold.server.pubsub;
