/**
 * The RESP protocol in memory: requests are framed where they were read, replies are encoded where they will be sent from. Nothing
 * here allocates on the heap per command.
 */
package io.ringhold.engine.resp;
