package io.ringhold.bench.workload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command ready to be written. It is a row of pieces: bytes in which the digits of keys and numbers are put into place, and
 * between those, only when the sizes of values vary, the values with their lengths. With values of one size a request is one copy and
 * a few digits. Immutable; encoding allocates nothing.
 */
final class CommandTemplate {
    /** Numbers of {@code {int}} have so many digits, and no zero in front. */
    private static final int INT_DIGITS = 9;
    private static final int SMALLEST_INT = 100_000_000;
    private static final int INT_RANGE = 900_000_000;
    private static final int MOST_LENGTH_DIGITS = 10;
    private static final int FILLER_LENGTH = 64 * 1024;
    private static final int FILLER_SEED = 7;
    /** What values of varying sizes are made of. */
    private static final byte[] FILLER = filler();
    private static final short[] PAIRS = pairs();

    /** A part of the request. */
    private sealed interface Piece {}

    /** Bytes as they are, but for the numbers to be put in at offsets. */
    private static final class Literal implements Piece {
        private final byte[] bytes;
        private final int[] keysAt;
        private final int[] intsAt;

        Literal(byte[] bytes, int[] keysAt, int[] intsAt) {
            this.bytes = bytes;
            this.keysAt = keysAt;
            this.intsAt = intsAt;
        }
    }

    /** The length of a word that holds a value of a size chosen here, and {@code fixedLength} other bytes. */
    private record ValueLength(int fixedLength) implements Piece {}

    /** The value whose length stood before. */
    private record ValueBytes() implements Piece {}

    private final Piece[] pieces;
    private final int keyDigits;
    private final ValueSizes values;
    private final int largestLength;

    private CommandTemplate(List<Piece> pieces, int keyDigits, ValueSizes values) {
        this.pieces = pieces.toArray(Piece[]::new);
        this.keyDigits = keyDigits;
        this.values = values;
        long length = 0;
        for (Piece piece : pieces) {
            length += switch (piece) {
                case Literal literal -> literal.bytes.length;
                case ValueLength _ -> MOST_LENGTH_DIGITS;
                case ValueBytes _ -> values.largest();
            };
        }
        if (length > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("a command of " + length + " bytes is too large");
        }
        largestLength = (int) length;
    }

    /** Compiles a command. */
    static CommandTemplate compile(CommandSpec command, KeyFormat keys, ValueSizes values) {
        return new Compiler(keys, values).compile(command);
    }

    /** No request of this command is longer. */
    int largestLength() {
        return largestLength;
    }

    /** Writes a request at the buffer's position, which must have {@link #largestLength} bytes left. */
    void encode(ByteBuffer buffer, Rng random, KeySampler keys) {
        int valueLength = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Literal literal) {
                encodeLiteral(literal, buffer, random, keys);
            } else if (piece instanceof ValueLength length) {
                valueLength = values.next(random);
                putNumber(buffer, length.fixedLength() + valueLength);
            } else {
                putFiller(buffer, random, valueLength);
            }
        }
    }

    private void encodeLiteral(Literal literal, ByteBuffer buffer, Rng random, KeySampler keys) {
        int start = buffer.position();
        buffer.put(literal.bytes);
        for (int at : literal.keysAt) {
            putDigits(buffer, start + at, keys.next(random), keyDigits);
        }
        for (int at : literal.intsAt) {
            putDigits(buffer, start + at, SMALLEST_INT + random.nextInt(INT_RANGE), INT_DIGITS);
        }
    }

    /** Puts a number over the zeros that stand there, the last digit at {@code at + digits - 1}. */
    private static void putDigits(ByteBuffer buffer, int at, long number, int digits) {
        int end = at + digits;
        long rest = number;
        while (rest >= 10) {
            long next = rest / 100;
            end -= 2;
            buffer.putShort(end, PAIRS[(int) (rest - next * 100)]);
            rest = next;
        }
        if (rest > 0) {
            buffer.put(end - 1, (byte) ('0' + rest));
        }
    }

    private static void putNumber(ByteBuffer buffer, int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        int end = buffer.position() + digits;
        int rest = number;
        for (int at = end - 1; at >= end - digits; at--) {
            buffer.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        buffer.position(end);
    }

    private static void putFiller(ByteBuffer buffer, Rng random, int length) {
        int offset = random.nextInt(FILLER_LENGTH);
        int left = length;
        while (left > 0) {
            int part = Math.min(left, FILLER_LENGTH - offset);
            buffer.put(FILLER, offset, part);
            offset = 0;
            left -= part;
        }
    }

    private static byte[] filler() {
        byte[] bytes = new byte[FILLER_LENGTH];
        Rng random = new Rng(FILLER_SEED, 0);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return bytes;
    }

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) ('0' + i / 10 << 8 | '0' + i % 10);
        }
        return pairs;
    }

    /** Turns the words of one command into pieces. */
    private static final class Compiler {
        private final KeyFormat keys;
        private final ValueSizes values;
        private final List<Piece> pieces = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> keysAt = new ArrayList<>();
        private final List<Integer> intsAt = new ArrayList<>();

        Compiler(KeyFormat keys, ValueSizes values) {
            this.keys = keys;
            this.values = values;
        }

        CommandTemplate compile(CommandSpec command) {
            append("*" + command.words().size() + "\r\n");
            for (String word : command.words()) {
                appendWord(command, word);
            }
            endLiteral();
            return new CommandTemplate(pieces, keys.digits(), values);
        }

        private void appendWord(CommandSpec command, String word) {
            int valueAt = word.indexOf(CommandSpec.VALUE);
            if (valueAt >= 0 && word.indexOf(CommandSpec.VALUE, valueAt + 1) >= 0) {
                throw new IllegalArgumentException(
                        "a word of '" + String.join(" ", command.words()) + "' has more than one " + CommandSpec.VALUE);
            }
            append("$");
            if (valueAt < 0) {
                append(fixedLength(word) + "\r\n");
                appendText(word);
            } else {
                String before = word.substring(0, valueAt);
                String after = word.substring(valueAt + CommandSpec.VALUE.length());
                appendValueWord(before, after, fixedLength(before) + fixedLength(after));
            }
            append("\r\n");
        }

        private void appendValueWord(String before, String after, int otherLength) {
            if (values.isFixed()) {
                append(otherLength + values.largest() + "\r\n");
                appendText(before);
                for (int i = 0; i < values.largest(); i++) {
                    bytes.write(FILLER[i % FILLER_LENGTH]);
                }
            } else {
                endLiteral();
                pieces.add(new ValueLength(otherLength));
                append("\r\n");
                appendText(before);
                endLiteral();
                pieces.add(new ValueBytes());
            }
            appendText(after);
        }

        private int fixedLength(String text) {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            int keyLength = keys.prefix().getBytes(StandardCharsets.UTF_8).length + keys.digits();
            length += count(text, CommandSpec.KEY) * (keyLength - CommandSpec.KEY.length());
            return length + count(text, CommandSpec.INT) * (INT_DIGITS - CommandSpec.INT.length());
        }

        private static int count(String text, String placeholder) {
            int count = 0;
            for (int at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, at + 1)) {
                count++;
            }
            return count;
        }

        private void appendText(String text) {
            int from = 0;
            while (from < text.length()) {
                if (text.startsWith(CommandSpec.KEY, from)) {
                    append(keys.prefix());
                    keysAt.add(bytes.size());
                    append("0".repeat(keys.digits()));
                    from += CommandSpec.KEY.length();
                } else if (text.startsWith(CommandSpec.INT, from)) {
                    intsAt.add(bytes.size());
                    append("0".repeat(INT_DIGITS));
                    from += CommandSpec.INT.length();
                } else {
                    int end = text.indexOf('{', from + 1);
                    append(text.substring(from, end < 0 ? text.length() : end));
                    from = end < 0 ? text.length() : end;
                }
            }
        }

        private void append(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private void endLiteral() {
            pieces.add(new Literal(bytes.toByteArray(), ints(keysAt), ints(intsAt)));
            bytes.reset();
            keysAt.clear();
            intsAt.clear();
        }

        private static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
