/** HOTKEYS. Engine thread. */
package io.ringhold.engine.commands.server.hotkeys;
