package io.ringhold.wal.rdb.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.wal.rdb.Crc64;
import io.ringhold.wal.rdb.RdbFormat;

/** Puts RDB files and payloads together byte by byte, also such as Redis no longer writes; format: {@link RdbFormat}. */
final class RdbFileBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The header of a file. */
    RdbFileBuilder version(final int version) {
        out.writeBytes(String.format("REDIS%04d", version).getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RdbFileBuilder opcode(final int opcode) {
        return bytes(opcode);
    }

    RdbFileBuilder bytes(final int... values) {
        for (final int value : values) {
            out.write(value);
        }
        return this;
    }

    RdbFileBuilder raw(final byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A length in the shortest form. */
    RdbFileBuilder length(final long value) {
        if (value >= 0 && value < 64) {
            out.write((int) value);
        } else if (value >= 0 && value < 16384) {
            bytes(0x40 | (int) value >>> 8, (int) value & 0xff);
        } else if (value >>> 32 == 0) {
            bytes(0x80).raw(ByteBuffer.allocate(4).putInt((int) value).array());
        } else {
            bytes(0x81).raw(ByteBuffer.allocate(8).putLong(value).array());
        }
        return this;
    }

    RdbFileBuilder text(final String text) {
        return blob(latin(text));
    }

    /** A string of any bytes. */
    RdbFileBuilder blob(final byte[] bytes) {
        return length(bytes.length).raw(bytes);
    }

    RdbFileBuilder int32(final int value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    RdbFileBuilder int64(final long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    RdbFileBuilder float64(final double value) {
        return int64(Double.doubleToRawLongBits(value));
    }

    /** An id of a stream, its high bytes first. */
    RdbFileBuilder id(final long ms, final long seq) {
        return raw(ByteBuffer.allocate(16).putLong(ms).putLong(seq).array());
    }

    /** A key and the beginning of its value. */
    RdbFileBuilder key(final int type, final String key) {
        return bytes(type).text(key);
    }

    /** A key with a value that is a string of the format. */
    RdbFileBuilder string(final int type, final String key, final String value) {
        return key(type, key).text(value);
    }

    /** Keys "key:0", "key:1" ... with strings of a length. */
    RdbFileBuilder strings(final int count, final int valueLength) {
        for (int i = 0; i < count; i++) {
            string(RdbFormat.TYPE_STRING, "key:" + i, "v".repeat(valueLength));
        }
        return this;
    }

    /** The end of a file, with its checksum. */
    byte[] end() {
        bytes(RdbFormat.OPCODE_EOF);
        return int64(checksum(out.toByteArray(), out.size())).toBytes();
    }

    /** The footer of a payload. */
    byte[] payload(final int version) {
        bytes(version & 0xff, version >>> 8);
        return int64(checksum(out.toByteArray(), out.size())).toBytes();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    static byte[] latin(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The checksum of the first bytes of an array. */
    static long checksum(final byte[] bytes, final int length) {
        try (NativeBuffer buffer = new NativeBuffer(Math.max(1, length))) {
            Memory.copyFromArray(bytes, 0, buffer.address(), length);
            return Crc64.update(Crc64.INITIAL, buffer.address(), length);
        }
    }
}
