/**
 * DEBUG DIGEST and DEBUG DIGEST-VALUE: 160 bits that tell whether two servers, or two values, hold the same. A digest says what
 * clients can read, never how it is kept, so that it outlasts restarts, conversions and table sizes. Engine thread.
 *
 * <pre>
 *   keyspace   = in any order: ( database, key, value's digest ) ...            40 zeros without keys
 *   value      = type, expiry in ms, contents
 *   contents   string: bytes      list: length, elements in order      set: members in any order
 *              hash: ( field, value, expiry in ms ) in any order      sorted set: ( member, score ) in any order
 *              stream: see StreamDigester
 * </pre>
 */
package io.ringhold.engine.commands.server.digest;
