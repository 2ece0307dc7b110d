/**
 * The commands that see strings as rows of bits, gathered by {@link io.ringhold.engine.commands.bitmap.BitmapCommands}.
 * Bit 0 is the highest bit of the first byte, as Redis counts. {@code Bits} looks at bits in memory, {@code BitRange}
 * reads a range of bytes or bits from arguments, and each command or family of commands is a class.
 */
package io.ringhold.engine.commands.bitmap;
