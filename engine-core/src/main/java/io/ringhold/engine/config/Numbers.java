package io.ringhold.engine.config;

import java.util.Locale;

/** Numbers as Redis' configuration writes them. */
final class Numbers {
    static final long NOT_MEMORY = -1;
    static final long TOO_MUCH = -2;

    private static final long KIB = 1024;
    private static final long MIB = KIB * 1024;
    private static final long GIB = MIB * 1024;

    private Numbers() {}

    /** A decimal number in the one form that it has: no sign but a minus, no zeros in front, no blanks. */
    static long parseInteger(final String text) throws InvalidValueException {
        try {
            final long value = Long.parseLong(text);
            if (Long.toString(value).equals(text)) {
                return value;
            }
        } catch (final NumberFormatException _) {
            // Answered below, as is a number in another form.
        }
        throw new InvalidValueException("argument couldn't be parsed into an integer");
    }

    static long parseOctal(final String text) throws InvalidValueException {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '7') && text.length() <= 20) {
            return Long.parseLong(text, 8);
        }
        throw new InvalidValueException("argument couldn't be parsed as an octal number");
    }

    /**
     * Digits and a unit: b, k, kb, m, mb, g, gb in any case, where k is 1000 and kb 1024. No digits are 0.
     *
     * @return the bytes, or NOT_MEMORY, or TOO_MUCH
     */
    static long parseMemory(final String text) {
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
            digits++;
        }
        final long unit = switch (text.substring(digits).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k" -> 1_000;
            case "kb" -> KIB;
            case "m" -> 1_000_000;
            case "mb" -> MIB;
            case "g" -> 1_000_000_000;
            case "gb" -> GIB;
            default -> NOT_MEMORY;
        };
        if (unit == NOT_MEMORY || digits == 0) {
            return unit == NOT_MEMORY ? NOT_MEMORY : 0;
        }
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
        } catch (final NumberFormatException | ArithmeticException _) {
            return TOO_MUCH;
        }
    }

    /** The bytes in the largest unit that divides them. */
    static String formatMemory(final long bytes) {
        if (bytes == 0) {
            return "0";
        }
        if (bytes % GIB == 0) {
            return bytes / GIB + "gb";
        }
        if (bytes % MIB == 0) {
            return bytes / MIB + "mb";
        }
        return bytes % KIB == 0 ? bytes / KIB + "kb" : Long.toString(bytes);
    }
}
