/**
 * MIGRATE: keys on their way to another server. The engine's thread packs and unpacks, another one waits for the network.
 *
 * <pre>
 *   engine                                        a thread of the port {@link io.ringhold.engine.port.Peers}
 *   client waits; AUTH, SELECT ----exchange-----&gt; connects, sends, reads a line of reply to each
 *   (its command is tried again) &lt;---answer------
 *   Parcel: watches keys, RESTOREs --exchange---&gt; sends, reads
 *   deletes what was taken and  &lt;-----answer------
 *   has not changed meanwhile; next Parcel ... and at last the reply
 * </pre>
 *
 * The memory of a parcel belongs to the other thread while an exchange is under way. A key is on its way from the moment that its payload is
 * made to the moment that its fate is settled, both on the engine's thread; before and after it is like any other.
 */
package io.ringhold.engine.migration;
