package io.ringhold.wal.rdb.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Compact values as Redis, or older versions of it, lay them out in memory. Numbers are given as Long, everything else as text, or as it is encoded. */
final class Blobs {
    private Blobs() {}

    /** A ziplist; layout: {@link io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor}. */
    static byte[] ziplist(final Object... elements) {
        final ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int before = 0;
        int last = 10;
        for (final Object element : elements) {
            final byte[] encoded = element instanceof Long number ? zipNumber(number) : zipText((String) element);
            last = 10 + entries.size();
            if (before < 254) {
                entries.write(before);
            } else {
                entries.write(254);
                entries.writeBytes(little(4, before));
            }
            entries.writeBytes(encoded);
            before = 10 + entries.size() - last;
        }
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(little(4, 11 + entries.size()));
        all.writeBytes(little(4, last));
        all.writeBytes(little(2, elements.length));
        all.writeBytes(entries.toByteArray());
        all.write(0xff);
        return all.toByteArray();
    }

    private static byte[] zipNumber(final long number) {
        if (number >= 0 && number <= 12) {
            return new byte[] {(byte) (0xf1 + number)};
        }
        if (number == (byte) number) {
            return joined(0xfe, little(1, number));
        }
        if (number == (short) number) {
            return joined(0xc0, little(2, number));
        }
        if (number >= -(1 << 23) && number < 1 << 23) {
            return joined(0xf0, little(3, number));
        }
        return number == (int) number ? joined(0xd0, little(4, number)) : joined(0xe0, little(8, number));
    }

    private static byte[] zipText(final String text) {
        final byte[] bytes = RdbFileBuilder.latin(text);
        if (bytes.length < 64) {
            return joined(bytes.length, bytes);
        }
        if (bytes.length < 16384) {
            return joined(0x40 | bytes.length >>> 8, joined(bytes.length & 0xff, bytes));
        }
        return joined(0x80, ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array());
    }

    /** A zipmap, with so many unused bytes behind each value. */
    static byte[] zipmap(final int unused, final String... fieldsAndValues) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(fieldsAndValues.length / 2);
        for (int i = 0; i < fieldsAndValues.length; i++) {
            final byte[] bytes = RdbFileBuilder.latin(fieldsAndValues[i]);
            if (bytes.length < 254) {
                all.write(bytes.length);
            } else {
                all.write(254);
                all.writeBytes(little(4, bytes.length));
            }
            if (i % 2 == 1) {
                all.write(unused);
            }
            all.writeBytes(bytes);
            if (i % 2 == 1) {
                all.writeBytes(new byte[unused]);
            }
        }
        all.write(0xff);
        return all.toByteArray();
    }

    /** An intset of so many bytes for each number. */
    static byte[] intset(final int width, final long... numbers) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(little(4, width));
        all.writeBytes(little(4, numbers.length));
        for (final long number : numbers) {
            all.writeBytes(little(width, number));
        }
        return all.toByteArray();
    }

    /** A number as an element of a listpack that takes 64 bits, however small it is. */
    static byte[] wideNumber(final long number) {
        return joined(0xf4, little(8, number));
    }

    /** A listpack, numbers in 7, 16 or 64 bits, texts of up to 63 bytes. */
    static byte[] listpack(final Object... elements) {
        final List<byte[]> encoded = new ArrayList<>();
        int length = 7;
        for (final Object element : elements) {
            final byte[] bytes = switch (element) {
                case Long number -> packNumber(number);
                case byte[] packed -> packed;
                default -> packText((String) element);
            };
            encoded.add(bytes);
            length += bytes.length + 1;
        }
        final ByteBuffer all = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(length).putShort((short) Math.min(elements.length, 65_535));
        encoded.forEach(bytes -> all.put(bytes).put((byte) bytes.length));
        return all.put((byte) 0xff).array();
    }

    private static byte[] packNumber(final long number) {
        if (number >= 0 && number <= 127) {
            return little(1, number);
        }
        return number == (short) number && (number < -4096 || number > 4095)
                ? joined(0xf1, little(2, number))
                : number >= -4096 && number <= 4095
                        ? new byte[] {(byte) (0xc0 | number >>> 8 & 0x1f), (byte) number}
                        : wideNumber(number);
    }

    private static byte[] packText(final String text) {
        return joined(0x80 | text.length(), RdbFileBuilder.latin(text));
    }

    private static byte[] little(final int width, final long number) {
        final byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        return bytes;
    }

    private static byte[] joined(final int first, final byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array();
    }
}
