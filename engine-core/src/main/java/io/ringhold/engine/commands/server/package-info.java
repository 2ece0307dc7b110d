/**
 * Commands about the server: its commands, its settings, saving, emptying databases, MONITOR, DEBUG, SHUTDOWN. In packages of their own are INFO ({@code info}),
 * DEBUG's digests ({@code digest}), MEMORY ({@code memory}), SLOWLOG and LATENCY ({@code latency}), and HOTKEYS ({@code hotkeys}). All run on the engine thread; they are
 * not meant to be fast.
 */
package io.ringhold.engine.commands.server;
