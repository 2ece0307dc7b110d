/**
 * What the engine needs of the rest of the server, as interfaces that the modules above implement: transports, the log, the
 * data of an earlier run, and the server's own life.
 */
package io.ringhold.engine.port;
