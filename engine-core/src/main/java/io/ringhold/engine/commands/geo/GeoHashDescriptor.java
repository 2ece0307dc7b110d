package io.ringhold.engine.commands.geo;

/**
 * A place as a whole number. The ranges of longitude and latitude are each halved again and again; each halving, a step, gives one bit of
 * both, 1 for the upper half, and the bits alternate. What begins with the same bits lies in the same cell, and each cell is a range of numbers.
 *
 * <pre>
 *    63       52  51  50  49  48                3   2   1   0
 *   +-----------+---+---+---+---+-----------+---+---+---+---+
 *   |     0     |lon|lat|lon|lat|    ...    |lon|lat|lon|lat|     26 steps: the score of a member
 *   +-----------+---+---+---+---+-----------+---+---+---+---+
 *                step 1  step 2               step 25 step 26
 *
 *   longitude 13.361389, latitude 38.115556:  000c 5c39 1507 7a2a
 * </pre>
 *
 * Longitude ends at 180 degrees and latitude, as maps in the Mercator projection do, at 85.05112878. The greatest longitude and latitude
 * themselves are one behind the last cell, so that a number has a bit more there. Sources: public descriptions of G. Niemeyer's geohash;
 * Redis' documentation of GEOADD for the number of steps and the limits.
 */
final class GeoHashDescriptor {
    /** Steps of a score, the most that there are. */
    static final int MAX_STEP = 26;
    /** Bits of a score. */
    static final int BITS = 2 * MAX_STEP;
    /** The bits that are of the latitude. */
    static final long LATITUDE_BITS = 0x5555555555555555L;
    /** The bits that are of the longitude. */
    static final long LONGITUDE_BITS = ~LATITUDE_BITS;
    /** The greatest longitude and, negative, the least; degrees. */
    static final double MAX_LONGITUDE = 180;
    /** The greatest latitude and, negative, the least; degrees. */
    static final double MAX_LATITUDE = 85.05112878;

    private GeoHashDescriptor() {}
}
