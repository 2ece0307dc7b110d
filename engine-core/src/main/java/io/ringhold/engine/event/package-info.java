/**
 * What happens to keys, and who is told: the hub is {@link io.ringhold.engine.event.KeyEvents}.
 *
 * <pre>
 *   handlers: CommandContext.modified/touched/event --+
 *   expiry of keys and fields: KeyspaceListener ------+--&gt; observed? --&gt; KeyEvents --&gt; each KeyObserver
 *   new keys, misses (when somebody asks): -----------+                                 KeyspaceNotifications --&gt; PubSub
 *   FLUSHDB FLUSHALL SWAPDB --------------------------+                                 ...
 * </pre>
 *
 * A handler tells of each key once that its value has changed, under the first name that Redis gives the change, and then of further names:
 * SET with EX is {@code set} and {@code expire}, a pop that empties a list {@code lpop} and {@code del}. Who watches keys gets the former, who
 * wants names gets all. Some changes have a name only ({@code xgroup-create}: WATCH does not see them in Redis either) and few have none
 * (PFCOUNT that keeps a cardinality).
 */
package io.ringhold.engine.event;
