package io.ringhold.tools.memory.gather;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The largest of what is offered, among equal ones those that came first. One thread. */
final class TopList<T> {
    private record Ranked<T>(long size, long arrival, T what) {}

    private final Comparator<Ranked<T>> order = Comparator.<Ranked<T>>comparingLong(Ranked::size)
            .thenComparing(Comparator.<Ranked<T>>comparingLong(Ranked::arrival).reversed());
    private final PriorityQueue<Ranked<T>> smallestFirst = new PriorityQueue<>(order);
    private final int capacity;
    private long least;
    private long arrivals;

    TopList(final int capacity) {
        this.capacity = capacity;
        this.least = capacity == 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** Whether something of the size is to be added; does nothing. */
    boolean takes(final long size) {
        return size > least;
    }

    /** Adds what {@link #takes} has agreed to. */
    void add(final long size, final T what) {
        smallestFirst.add(new Ranked<>(size, arrivals++, what));
        if (smallestFirst.size() > capacity) {
            smallestFirst.remove();
        }
        if (smallestFirst.size() == capacity) {
            least = smallestFirst.element().size();
        }
    }

    /** The largest first. */
    List<T> result() {
        final List<Ranked<T>> sorted = new ArrayList<>(smallestFirst);
        sorted.sort(order.reversed());
        return sorted.stream().map(Ranked::what).toList();
    }
}
