package io.ringhold.wal.rdb.load;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes as a hostile or broken writer might: bits, bytes that mean something, lengths, parts cut out, doubled or taken from others. */
final class Mutator {
    private static final int[] TELLING = {0, 1, 2, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xc0, 0xc3, 0xe0, 0xf0, 0xf1, 0xf4,
        0xf5, 0xfd,
        0xfe, 0xff};

    private final Random random;

    Mutator(final Random random) {
        this.random = random;
    }

    /**
     * A changed copy.
     *
     * @param others
     *            to take parts from.
     */
    byte[] mutated(final byte[] original, final List<byte[]> others) {
        byte[] bytes = original;
        for (int i = 1 + (random.nextInt(3) == 0 ? random.nextInt(6) : 0); i > 0; i--) {
            bytes = step(bytes, others);
        }
        return bytes;
    }

    private byte[] step(final byte[] bytes, final List<byte[]> others) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(26)};
        }
        final int at = random.nextInt(bytes.length);
        final byte[] changed = bytes.clone();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 3, 4 -> changed[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 5 -> changed[at] += (byte) (random.nextInt(7) - 3);
            case 6 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 7 -> {
                return spliced(bytes, at, new byte[0], random.nextInt(Math.min(8, bytes.length - at) + 1));
            }
            case 8 -> {
                final int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
                return spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + length), 0);
            }
            default -> {
                final byte[] other = others.get(random.nextInt(others.size()));
                final int from = random.nextInt(other.length);
                final int length = random.nextInt(Math.min(60, other.length - from) + 1);
                return spliced(bytes, at, Arrays.copyOfRange(other, from, from + length),
                        random.nextInt(Math.min(60, bytes.length - at) + 1));
            }
        }
        return changed;
    }

    private static byte[] spliced(final byte[] bytes, final int at, final byte[] inserted, final int removed) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(inserted);
        out.write(bytes, at + removed, bytes.length - at - removed);
        return out.toByteArray();
    }
}
