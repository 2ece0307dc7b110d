package io.ringhold.engine.testing;

import java.util.HexFormat;

import io.ringhold.offheap.arena.Arena;

/** Bytes of an arena as the examples of descriptors show them. Stateless. */
public final class HexDump {
    private HexDump() {}

    /** So many bytes, with a space between them. */
    public static String of(final Arena arena, final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** The eight bytes by which a block refers to another one. */
    public static String reference(final long offset) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append(i == 0 ? "" : " ").append(String.format("%02x", offset >>> 8 * i & 0xff));
        }
        return text.toString();
    }
}
