/**
 * Channels, patterns and who listens to them. All of it is off-heap, in the arena of the clients, but for one object per client that
 * has subscribed.
 *
 * <pre>
 *   TopicKind          Topics (hash table and list)           one list per topic
 *   CHANNEL       -->  [news]  [sport]  [weather]       [news] --> subscription --> subscription
 *   PATTERN       -->  [n*]                                             |
 *   SHARD_CHANNEL -->                                   one list per client and kind
 * </pre>
 *
 * A subscription stands in three places: in the list of its topic, in the list of its client, and in a hash table that finds it by
 * both. So subscribing and unsubscribing cost the same however many there are, and a client that goes costs what it has subscribed to.
 * Everything here is the engine thread's.
 */
package io.ringhold.engine.pubsub;
