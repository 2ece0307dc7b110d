package io.ringhold.wal.rdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads the parts of RDB files and listpacks from an array; strings are Latin-1. */
final class ByteCursor {
    private final ByteBuffer bytes;

    ByteCursor(final byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int rest() {
        return bytes.remaining();
    }

    int u8() {
        return bytes.get() & 0xff;
    }

    int int32() {
        return bytes.getInt();
    }

    long int64() {
        return bytes.getLong();
    }

    long bigEndian64() {
        return Long.reverseBytes(bytes.getLong());
    }

    /** A little-endian number of so many bytes. */
    long signed(final int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (long) u8() << 8 * i;
        }
        return value << 64 - 8 * width >> 64 - 8 * width;
    }

    String take(final int count) {
        final byte[] taken = new byte[count];
        bytes.get(taken);
        return new String(taken, StandardCharsets.ISO_8859_1);
    }

    long length() {
        final int first = u8();
        assertThat(first).isLessThan(0xc0);
        return lengthAfter(first);
    }

    private long lengthAfter(final int first) {
        return switch (first) {
            case 0x80 -> Integer.reverseBytes(int32()) & 0xffffffffL;
            case 0x81 -> bigEndian64();
            default -> first < 0x40 ? first : (first & 0x3f) << 8 | u8();
        };
    }

    String string() {
        final int first = u8();
        return switch (first) {
            case 0xc0 -> Long.toString(signed(1));
            case 0xc1 -> Long.toString(signed(2));
            case 0xc2 -> Long.toString(signed(4));
            case 0xc3 -> {
                final int compressed = (int) length();
                final int length = (int) length();
                assertThat(compressed).isLessThanOrEqualTo(length - 4);
                yield decompress(take(compressed), length);
            }
            default -> take((int) lengthAfter(first));
        };
    }

    private static String decompress(final String stream, final int length) {
        final ByteCursor in = new ByteCursor(stream.getBytes(StandardCharsets.ISO_8859_1));
        final byte[] out = new byte[length];
        int at = 0;
        while (in.rest() > 0) {
            final int control = in.u8();
            if (control < 32) {
                for (int i = 0; i <= control; i++) {
                    out[at++] = (byte) in.u8();
                }
            } else {
                int count = control >> 5;
                count = count == 7 ? 7 + in.u8() : count;
                final int from = at - ((control & 0x1f) << 8) - in.u8() - 1;
                for (int i = 0; i < count + 2; i++) {
                    out[at] = out[from + i];
                    at++;
                }
            }
        }
        assertThat(at).isEqualTo(length);
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /** An element of a listpack as text, its length from behind included. */
    String listpackElement() {
        final int start = bytes.position();
        final int first = u8();
        final String text;
        if (first < 0x80) {
            text = Integer.toString(first);
        } else if (first < 0xc0) {
            text = take(first & 0x3f);
        } else if (first < 0xe0) {
            text = Integer.toString(((first & 0x1f) << 8 | u8()) << 19 >> 19);
        } else if (first < 0xf0) {
            text = take((first & 0xf) << 8 | u8());
        } else {
            text = switch (first) {
                case 0xf0 -> take(int32());
                case 0xf1 -> Long.toString(signed(2));
                case 0xf2 -> Long.toString(signed(3));
                case 0xf3 -> Long.toString(signed(4));
                case 0xf4 -> Long.toString(signed(8));
                default -> throw new AssertionError("element " + first);
            };
        }
        backLength(bytes.position() - start);
        return text;
    }

    private void backLength(final int length) {
        int read = u8();
        assertThat(read).isLessThan(0x80);
        // a byte with its high bit set may be the next element's first one
        while (read < length) {
            read = read << 7 | u8() & 0x7f;
        }
        assertThat(read).isEqualTo(length);
    }
}
