/**
 * MEMORY: what takes memory, exactly as the allocator counts it, what is wrong with it, and giving it back. Engine thread.
 */
package io.ringhold.engine.commands.server.memory;
