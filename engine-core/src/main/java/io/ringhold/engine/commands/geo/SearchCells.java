package io.ringhold.engine.commands.geo;

/**
 * The ranges of scores in which the places of an area are: the cell that its centre is in and the eight around it, of a step at which
 * those are just large enough, without the ones that the area does not reach. Made once and used again and again. Engine thread.
 *
 * <p>
 * The method, its constants and the order of the cells are those of Redis, confirmed by comparison with redis-server 7.0.15: the order of what is
 * found depends on them, and so does what is found where an area reaches over a pole or the date line and the nine cells do not cover it.
 */
final class SearchCells {
    private static final int MAX_CELLS = 9;
    private static final int EAST = 0;
    private static final int NORTH = 1;
    /** Where the cells are, in order: so many to the east and to the north of the centre's. */
    private static final int[][] PLACES = {{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1},
        {-1, -1}};
    /** Half of the circumference of the projected earth, metres: what one cell of step 0 reaches from its middle. */
    private static final double HALF_CIRCUMFERENCE_M = 20037726.37;
    /** From these latitudes on cells are so narrow that a step less is needed. */
    private static final double HIGH_LATITUDE = 66;
    private static final double HIGHEST_LATITUDE = 80;

    private final long[] least = new long[MAX_CELLS];
    private final long[] end = new long[MAX_CELLS];
    private int count;
    private double west;
    private double east;
    private double south;
    private double north;

    /** Finds the ranges for an area. */
    void cover(final SearchArea area) {
        bound(area);
        int step = stepFor(area.reachM(), area.latitude());
        if (step > 1 && isTooNarrow(cellOf(area, step), step)) {
            step--;
        }
        collect(cellOf(area, step), step);
    }

    /** Number of ranges. */
    int count() {
        return count;
    }

    /** The least score of a range. */
    double least(final int index) {
        return least[index];
    }

    /** The least score behind a range. */
    double end(final int index) {
        return end[index];
    }

    private static long cellOf(final SearchArea area, final int step) {
        return GeoHash.encode(area.longitude(), area.latitude(), step);
    }

    /** Longitudes and latitudes that an area reaches to; beyond a pole, and for what is infinite, they are of no use, but do no harm. */
    private void bound(final SearchArea area) {
        final double northward = GreatCircle.degrees(area.halfHeightM() / GreatCircle.EARTH_RADIUS_M);
        south = area.latitude() - northward;
        north = area.latitude() + northward;
        // the same distance is the more degrees of longitude the nearer to a pole
        final double widest = area.latitude() < 0 ? south : north;
        final double eastward = GreatCircle
                .degrees(area.halfWidthM() / GreatCircle.EARTH_RADIUS_M / Math.cos(GreatCircle.radians(widest)));
        west = area.longitude() - eastward;
        east = area.longitude() + eastward;
    }

    /** The last step at which a cell is larger than a distance, or one less where cells are narrow. */
    private static int stepFor(final double distanceM, final double latitude) {
        if (distanceM == 0) {
            return GeoHashDescriptor.MAX_STEP;
        }
        int step = -1;
        for (double reach = distanceM; reach < HALF_CIRCUMFERENCE_M; reach *= 2) {
            step++;
        }
        if (Math.abs(latitude) > HIGH_LATITUDE) {
            step--;
        }
        if (Math.abs(latitude) > HIGHEST_LATITUDE) {
            step--;
        }
        return Math.clamp(step, 1, GeoHashDescriptor.MAX_STEP);
    }

    /** True when the cells around the centre's do not reach as far as the area. */
    private boolean isTooNarrow(final long centre, final int step) {
        return GeoHash.north(GeoHash.neighbour(centre, step, 0, 1), step) < north
                || GeoHash.south(GeoHash.neighbour(centre, step, 0, -1), step) > south
                || GeoHash.east(GeoHash.neighbour(centre, step, 1, 0), step) < east
                || GeoHash.west(GeoHash.neighbour(centre, step, -1, 0), step) > west;
    }

    private void collect(final long centre, final int step) {
        // cells of step 1 reach around half of the earth, and what is beyond their ends is no use to tell what may be left out
        final boolean mayOmit = step > 1;
        final boolean omitsSouth = mayOmit && GeoHash.south(centre, step) < south;
        final boolean omitsNorth = mayOmit && GeoHash.north(centre, step) > north;
        final boolean omitsWest = mayOmit && GeoHash.west(centre, step) < west;
        final boolean omitsEast = mayOmit && GeoHash.east(centre, step) > east;
        count = 0;
        for (final int[] place : PLACES) {
            final boolean isOmitted = omitsEast && place[EAST] > 0 || omitsWest && place[EAST] < 0
                    || omitsNorth && place[NORTH] > 0 || omitsSouth && place[NORTH] < 0;
            if (!isOmitted) {
                add(GeoHash.neighbour(centre, step, place[EAST], place[NORTH]), step);
            }
        }
    }

    /** With two cells around the earth those on both sides are the same, and come one after the other. */
    private void add(final long cell, final int step) {
        final long score = GeoHash.leastScore(cell, step);
        if (count == 0 || least[count - 1] != score) {
            least[count] = score;
            end[count] = GeoHash.endScore(cell, step);
            count++;
        }
    }
}
