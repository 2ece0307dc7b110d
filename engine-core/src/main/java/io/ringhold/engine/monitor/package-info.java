/**
 * MONITOR: shows every command that is executed to the clients that asked for it, as a line of text, without passwords.
 *
 * <pre>
 *   executor --one branch: anybody?--&gt; Monitors --&gt; MonitorLine (pieces of 16 KiB) --&gt; output of each monitor
 * </pre>
 *
 * Engine thread.
 */
package io.ringhold.engine.monitor;
