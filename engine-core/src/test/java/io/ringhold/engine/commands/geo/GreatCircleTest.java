package io.ringhold.engine.commands.geo;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GreatCircleTest {
    private static final double EARTH_RADIUS_M = 6372797.560856;
    private static final double HALF_TURN_M = Math.PI * EARTH_RADIUS_M;

    /** Of Redis' documentation of GEODIST. */
    @Test
    void shouldMeasureFromPalermoToCatania() {
        assertThat(GreatCircle.distance(13.361389338970184, 38.1155563954963, 15.087267458438873,
                37.50266842333162)).isCloseTo(166274.1516, within(0.00005));
    }

    @Test
    void shouldMeasurePartsOfGreatCircles() {
        assertThat(GreatCircle.distance(0, 0, 90, 0)).isCloseTo(HALF_TURN_M / 2, within(1e-6));
        assertThat(GreatCircle.distance(10, -30, 10, 60)).isCloseTo(HALF_TURN_M / 2, within(1e-6));
        assertThat(GreatCircle.distance(0, 0, 180, 0)).isCloseTo(HALF_TURN_M, within(1e-6));
        assertThat(GreatCircle.distance(-179.5, 0, 179.5, 0)).isCloseTo(HALF_TURN_M / 180, within(1e-6));
        assertThat(GreatCircle.distance(20, 30, 20, 30)).isZero();
        // over the pole
        assertThat(GreatCircle.distance(0, 85, 180, 85)).isCloseTo(HALF_TURN_M / 18, within(1e-6));
    }

    @Test
    void shouldMeasureOppositePlacesWhateverIsRounded() {
        final SplittableRandom random = random();
        for (int i = 0; i < 100_000; i++) {
            final double longitude = random.nextDouble(-180, 0);
            final double latitude = random.nextDouble(-85, 85);
            assertThat(GreatCircle.distance(longitude, latitude, longitude + 180, -latitude))
                    .isCloseTo(HALF_TURN_M, within(1.0));
        }
    }

    /** The angle between vectors, which is another formula. */
    @Test
    void shouldMeasureAsVectorsDoWhenPlacesAreRandom() {
        final SplittableRandom random = random();
        for (int i = 0; i < 100_000; i++) {
            final double spread = Math.pow(10, -random.nextInt(6));
            final double longitude = random.nextDouble(-180, 180);
            final double latitude = random.nextDouble(-85, 85);
            final double otherLongitude = longitude + random.nextDouble(-180, 180) * spread;
            final double otherLatitude = latitude + (random.nextDouble(-85, 85) - latitude) * spread;
            final double expected = byVectors(longitude, latitude, otherLongitude, otherLatitude);
            final double distance = GreatCircle.distance(longitude, latitude, otherLongitude, otherLatitude);
            assertThat(distance).isCloseTo(expected, within(1e-3));
            assertThat(GreatCircle.distance(otherLongitude, otherLatitude, longitude, latitude)).isEqualTo(distance);
            assertThat(GreatCircle.alongMeridian(latitude, otherLatitude)).isLessThanOrEqualTo(distance + 1e-3);
        }
    }

    private static double byVectors(final double longitude, final double latitude, final double otherLongitude,
            final double otherLatitude) {
        final double[] a = vector(longitude, latitude);
        final double[] b = vector(otherLongitude, otherLatitude);
        final double x = a[1] * b[2] - a[2] * b[1];
        final double y = a[2] * b[0] - a[0] * b[2];
        final double z = a[0] * b[1] - a[1] * b[0];
        return EARTH_RADIUS_M * Math.atan2(Math.sqrt(x * x + y * y + z * z), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
    }

    private static double[] vector(final double longitude, final double latitude) {
        final double lon = Math.toRadians(longitude);
        final double lat = Math.toRadians(latitude);
        return new double[] {Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)};
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("GreatCircleTest -Dringhold.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
