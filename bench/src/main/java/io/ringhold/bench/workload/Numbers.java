package io.ringhold.bench.workload;

/** Numbers of the command line, with their limits in the message. */
final class Numbers {
    private Numbers() {}

    static double decimal(String text, double least, double most, String what) {
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " '" + text + "' is not a number", e);
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " '" + text + "' is not between " + least + " and " + most);
        }
        return value;
    }

    static int integer(String text, int least, int most, String what) {
        long value;
        try {
            value = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " '" + text + "' is not a whole number", e);
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " '" + text + "' is not between " + least + " and " + most);
        }
        return (int) value;
    }
}
