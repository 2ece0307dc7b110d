package io.ringhold.engine.commands.geo;

/**
 * A circle or a box around a place. Made once and used again and again. Engine thread.
 *
 * <p>
 * A box is as high along the meridian of its centre, and at each latitude as wide along that, as it is given.
 */
final class SearchArea {
    /** Part by which what is rounded may be too great. */
    private static final double ROUNDING = 1 + 1e-9;

    private double longitude;
    private double latitude;
    private boolean isBox;
    /** Radius, or half of the width and height; in units. */
    private double halfWidth;
    private double halfHeight;
    private double metresPerUnit;
    private double distance;

    /** Sets the centre, in degrees. */
    void centre(final double newLongitude, final double newLatitude) {
        longitude = newLongitude;
        latitude = newLatitude;
    }

    /** Makes it a circle. */
    void circle(final double radius, final double newMetresPerUnit) {
        isBox = false;
        halfWidth = radius;
        halfHeight = radius;
        metresPerUnit = newMetresPerUnit;
    }

    /** Makes it a box. */
    void box(final double width, final double height, final double newMetresPerUnit) {
        isBox = true;
        halfWidth = width / 2;
        halfHeight = height / 2;
        metresPerUnit = newMetresPerUnit;
    }

    double longitude() {
        return longitude;
    }

    double latitude() {
        return latitude;
    }

    double metresPerUnit() {
        return metresPerUnit;
    }

    /** From the centre to the end in the east and west; metres. */
    double halfWidthM() {
        return metresPerUnit * halfWidth;
    }

    /** From the centre to the end in the north and south; metres. */
    double halfHeightM() {
        return metresPerUnit * halfHeight;
    }

    /** From the centre to what is farthest from it; metres. */
    double reachM() {
        return isBox
                ? Math.sqrt(halfWidth * halfWidth + halfHeight * halfHeight) * metresPerUnit
                : halfWidth * metresPerUnit;
    }

    /** True when a place is within the area; {@link #distanceM} then tells how far from the centre it is. */
    boolean contains(final double otherLongitude, final double otherLatitude) {
        final double northward = GreatCircle.alongMeridian(otherLatitude, latitude);
        // nothing is nearer than its latitude, and this is much less to reckon
        if (northward > halfHeightM() * ROUNDING) {
            return false;
        }
        if (isBox && (northward > halfHeightM() || GreatCircle.distance(otherLongitude, otherLatitude, longitude,
                otherLatitude) > halfWidthM())) {
            return false;
        }
        distance = GreatCircle.distance(longitude, latitude, otherLongitude, otherLatitude);
        return isBox || distance <= halfWidthM();
    }

    /** Of the place found to be within the area last; metres. */
    double distanceM() {
        return distance;
    }
}
