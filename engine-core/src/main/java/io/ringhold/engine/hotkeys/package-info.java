/**
 * Which keys are used most: always, from a small sample (INFO hotkeys), and closely while HOTKEYS START has it so.
 *
 * <pre>
 *   executor --one decrement: due?--&gt; HotKeys --+--&gt; StandingSample --+--&gt; HeavyHitters (reads, writes, bytes)
 *                                     KeyUses   +--&gt; HotKeySession  --+--&gt; HeavyHitters (each metric asked for)
 * </pre>
 *
 * Engine thread.
 */
package io.ringhold.engine.hotkeys;
