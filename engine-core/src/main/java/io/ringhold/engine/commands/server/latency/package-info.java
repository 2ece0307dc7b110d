/** SLOWLOG and LATENCY: what the engine has noted about its own time. Engine thread. */
package io.ringhold.engine.commands.server.latency;
