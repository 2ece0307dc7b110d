package io.ringhold.bench.cli;

import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Refuses what picocli cannot know to be wrong, with the option's name. */
record Checks(CommandLine line) {
    void that(boolean isRight, String message) {
        if (!isRight) {
            throw new ParameterException(line, message);
        }
    }

    void range(String option, double value, double least, double most) {
        that(value >= least && value <= most,
                option + " must be between " + plain(least) + " and " + plain(most) + ", not " + plain(value));
    }

    /** What {@code action} gives; its complaint becomes the user's. */
    <T> T get(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
