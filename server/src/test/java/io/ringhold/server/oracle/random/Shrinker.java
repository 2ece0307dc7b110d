package io.ringhold.server.oracle.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing list shorter by dropping runs of items, halving their length, as in Zeller and Hildebrandt's delta
 * debugging ("Simplifying and Isolating Failure-Inducing Input", 2002).
 */
public final class Shrinker {
    private Shrinker() {}

    /**
     * A sublist, in order, that still fails, and that is minimal unless the trials did not suffice.
     *
     * @param failing a list that fails
     * @param fails   whether a list fails
     * @param trials  how many lists may be tried
     */
    public static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails, int trials) {
        List<T> shortest = failing;
        int tried = 0;
        int length = Math.max(1, failing.size() / 2);
        while (tried < trials) {
            boolean shortened = false;
            int start = 0;
            while (start < shortest.size() && tried < trials) {
                List<T> candidate = without(shortest, start, length);
                tried++;
                if (!candidate.isEmpty() && fails.test(candidate)) {
                    shortest = candidate;
                    shortened = true;
                } else {
                    start += length;
                }
            }
            if (length == 1 && !shortened) {
                return shortest;
            }
            length = Math.max(1, length / 2);
        }
        return shortest;
    }

    private static <T> List<T> without(List<T> list, int start, int length) {
        List<T> rest = new ArrayList<>(list.subList(0, start));
        rest.addAll(list.subList(Math.min(list.size(), start + length), list.size()));
        return rest;
    }
}
