package io.ringhold.engine.commands.geo;

import static io.ringhold.engine.commands.geo.GeoHashDescriptor.BITS;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.LATITUDE_BITS;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.LONGITUDE_BITS;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LATITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LONGITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_STEP;

/**
 * Turns places into numbers and back: {@link GeoHashDescriptor} shows how. Degrees throughout. Any thread; allocates nothing.
 */
final class GeoHash {
    /** Characters that {@link #writeText} writes. */
    static final int TEXT_LENGTH = 11;

    private static final double MAX_STANDARD_LATITUDE = 90;
    private static final int BITS_PER_CHARACTER = 5;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final double UNSIGNED_LIMIT = 0x1p63;

    private GeoHash() {}

    /** True when there is a hash for a place; degrees. */
    static boolean isValid(final double longitude, final double latitude) {
        return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
    }

    /** The cell of a step that a valid place is in. */
    static long encode(final double longitude, final double latitude, final int step) {
        return interleave(part(longitude, MAX_LONGITUDE, step), part(latitude, MAX_LATITUDE, step));
    }

    /** The hash that a score is: without its fraction, and modulo 2^64 as far as a double goes. */
    static long ofScore(final double score) {
        // scores that are no places are not refused; what they decode to is as on the machines that Redis runs on
        return score < UNSIGNED_LIMIT ? (long) score : above(score);
    }

    private static long above(final double score) {
        return score < 2 * UNSIGNED_LIMIT ? (long) (score - UNSIGNED_LIMIT) ^ Long.MIN_VALUE : 0;
    }

    /** The longitude in the middle of a cell of the last step. */
    static double longitude(final long hash) {
        return middle(west(hash, MAX_STEP), east(hash, MAX_STEP), MAX_LONGITUDE);
    }

    /** The latitude in the middle of a cell of the last step. */
    static double latitude(final long hash) {
        return middle(south(hash, MAX_STEP), north(hash, MAX_STEP), MAX_LATITUDE);
    }

    private static double middle(final double least, final double greatest, final double limit) {
        return Math.clamp((least + greatest) / 2, -limit, limit);
    }

    /** The least longitude of a cell. */
    static double west(final long hash, final int step) {
        return edge(Long.compress(hash, LONGITUDE_BITS), MAX_LONGITUDE, step);
    }

    /** The greatest longitude of a cell. */
    static double east(final long hash, final int step) {
        return edge(Long.compress(hash, LONGITUDE_BITS) + 1, MAX_LONGITUDE, step);
    }

    /** The least latitude of a cell. */
    static double south(final long hash, final int step) {
        return edge(Long.compress(hash, LATITUDE_BITS), MAX_LATITUDE, step);
    }

    /** The greatest latitude of a cell. */
    static double north(final long hash, final int step) {
        return edge(Long.compress(hash, LATITUDE_BITS) + 1, MAX_LATITUDE, step);
    }

    /**
     * The cell beside another; behind the last comes the first.
     *
     * @param eastward
     *            1 for the next cell in the east, -1 in the west, 0 for neither.
     * @param northward
     *            1 for the next cell in the north, -1 in the south, 0 for neither.
     */
    static long neighbour(final long hash, final int step, final int eastward, final int northward) {
        return interleave(moved(Long.compress(hash, LONGITUDE_BITS), eastward, step),
                moved(Long.compress(hash, LATITUDE_BITS), northward, step));
    }

    private static long moved(final long part, final int by, final int step) {
        return by == 0 ? part : part + by & (1L << step) - 1;
    }

    /** The least score within a cell. */
    static long leastScore(final long hash, final int step) {
        return hash << BITS - 2 * step;
    }

    /** The least score behind a cell. */
    static long endScore(final long hash, final int step) {
        return hash + 1 << BITS - 2 * step;
    }

    /**
     * Writes the standard geohash of a place, whose latitudes reach to 90 degrees. Of its 55 bits a score has 52: the last character is
     * always 0.
     *
     * @param text
     *            gets {@link #TEXT_LENGTH} characters.
     */
    static void writeText(final double longitude, final double latitude, final byte[] text) {
        final long hash = interleave(part(longitude, MAX_LONGITUDE, MAX_STEP),
                part(latitude, MAX_STANDARD_LATITUDE, MAX_STEP));
        for (int i = 0; i < TEXT_LENGTH - 1; i++) {
            final long bits = hash >>> BITS - (i + 1) * BITS_PER_CHARACTER;
            text[i] = (byte) ALPHABET.charAt((int) bits & ALPHABET.length() - 1);
        }
        text[TEXT_LENGTH - 1] = (byte) ALPHABET.charAt(0);
    }

    private static long interleave(final long longitudePart, final long latitudePart) {
        return Long.expand(longitudePart, LONGITUDE_BITS) | Long.expand(latitudePart, LATITUDE_BITS);
    }

    /** In which of the 2^step parts between the negative limit and the limit a number is. */
    private static long part(final double degrees, final double limit, final int step) {
        return (long) ((degrees + limit) / (2 * limit) * (1L << step));
    }

    private static double edge(final long part, final double limit, final int step) {
        return -limit + (double) part / (1L << step) * (2 * limit);
    }
}
