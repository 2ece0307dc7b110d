package io.ringhold.engine.commands.geo;

/**
 * Distances on the surface of a sphere of the earth's size, by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and
 * Telescope 68, 1984). The radius is that of Redis. Degrees and metres. Any thread.
 */
final class GreatCircle {
    /** Radius of the sphere. */
    static final double EARTH_RADIUS_M = 6372797.560856;
    private static final double RADIANS_PER_DEGREE = Math.PI / 180;

    private GreatCircle() {}

    /** Distance of two places. */
    static double distance(final double longitude1, final double latitude1, final double longitude2,
            final double latitude2) {
        final double east = Math.sin((radians(longitude2) - radians(longitude1)) / 2);
        if (east == 0) {
            return alongMeridian(latitude1, latitude2);
        }
        final double first = radians(latitude1);
        final double second = radians(latitude2);
        final double north = Math.sin((second - first) / 2);
        final double haversine = north * north + Math.cos(first) * Math.cos(second) * east * east;
        // rounding may lead beyond 1 for opposite places
        return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    /** Distance of two places of the same longitude. */
    static double alongMeridian(final double latitude1, final double latitude2) {
        return EARTH_RADIUS_M * Math.abs(radians(latitude2) - radians(latitude1));
    }

    static double radians(final double degrees) {
        return degrees * RADIANS_PER_DEGREE;
    }

    static double degrees(final double radians) {
        return radians / RADIANS_PER_DEGREE;
    }
}
