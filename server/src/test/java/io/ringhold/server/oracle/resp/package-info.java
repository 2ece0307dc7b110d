/**
 * A RESP client for tests that hides nothing: commands in redis-cli's quoting go out byte for byte, and replies of RESP2 and
 * RESP3 come back with the type and the bytes that they had on the wire.
 */
package io.ringhold.server.oracle.resp;
