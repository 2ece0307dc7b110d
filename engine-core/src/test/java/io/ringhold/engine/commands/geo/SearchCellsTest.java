package io.ringhold.engine.commands.geo;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LATITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LONGITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_STEP;
import static org.assertj.core.api.Assertions.assertThat;

class SearchCellsTest {
    private static final double METRES_PER_DEGREE = Math.toRadians(GreatCircle.EARTH_RADIUS_M);

    private final SearchArea area = new SearchArea();
    private final SearchCells cells = new SearchCells();

    /** Away from the poles and the date line, where areas reach into cells of the other side. */
    @Test
    void shouldCoverAnAreaWhereverItIs() {
        final SplittableRandom random = random();
        int inside = 0;
        for (int i = 0; i < 3_000; i++) {
            final double longitude = random.nextDouble(-150, 150);
            final double latitude = random.nextDouble(-75, 75);
            final double reach = 9 * Math.pow(10, -random.nextInt(5)) * random.nextDouble();
            setArea(random, longitude, latitude, reach);
            cells.cover(area);
            for (int j = 0; j < 100; j++) {
                final double spread = 4 * reach / Math.cos(Math.toRadians(latitude));
                final double otherLongitude = Math.clamp(longitude + random.nextDouble(-spread, spread + 1e-9), -180,
                        180);
                final double otherLatitude = Math.clamp(latitude + random.nextDouble(-reach, reach + 1e-9), -85, 85);
                final boolean isInside = area.contains(otherLongitude, otherLatitude);
                inside += isInside ? 1 : 0;
                assertThat(rangesWith(otherLongitude, otherLatitude)).isBetween(isInside ? 1 : 0, 1);
            }
        }
        assertThat(inside).isGreaterThan(30_000);
    }

    @Test
    void shouldNeverHaveAPlaceInTwoRangesAtThePolesAndTheDateLine() {
        final SplittableRandom random = random();
        for (int i = 0; i < 20_000; i++) {
            final double longitude = random.nextInt(3) == 0
                    ? MAX_LONGITUDE * (random.nextInt(2) * 2 - 1)
                    : random.nextDouble(-MAX_LONGITUDE, MAX_LONGITUDE);
            final double latitude = random.nextInt(3) == 0
                    ? MAX_LATITUDE * (random.nextInt(2) * 2 - 1)
                    : random.nextDouble(-MAX_LATITUDE, MAX_LATITUDE);
            setArea(random, longitude, latitude, 200 * Math.pow(10, -random.nextInt(9)) * random.nextDouble());
            cells.cover(area);
            assertThat(cells.count()).isBetween(1, 9);
            assertThat(rangesWith(longitude, latitude)).isEqualTo(1);
            for (int a = 0; a < cells.count(); a++) {
                for (int b = a + 1; b < cells.count(); b++) {
                    assertThat(cells.least(a) < cells.end(b) && cells.least(b) < cells.end(a)).isFalse();
                }
            }
        }
    }

    /** The ranges must not be much more than the area: of a small one in a whole world hardly anything. */
    @Test
    void shouldLookThroughAFewTimesTheAreaOnly() {
        final SplittableRandom random = random();
        for (int i = 0; i < 20_000; i++) {
            final double reachM = 1_000_000 * Math.pow(10, -random.nextInt(6));
            area.centre(random.nextDouble(-150, 150), random.nextDouble(-60, 60));
            area.circle(reachM, 1);
            cells.cover(area);
            double scores = 0;
            for (int cell = 0; cell < cells.count(); cell++) {
                scores += cells.end(cell) - cells.least(cell);
            }
            // at the equator the world is 40,000 km wide, and a step less than fits best makes cells four times as large
            final double share = 2 * reachM / 40_000_000;
            assertThat(scores / Math.pow(2, 2 * MAX_STEP)).isLessThan(9 * 64 * share * share);
        }
    }

    @Test
    void shouldLookThroughOneCellForNoRadius() {
        area.centre(10, 20);
        area.circle(0, 1000);
        cells.cover(area);
        final long hash = GeoHash.encode(10, 20, MAX_STEP);
        assertThat(cells.least(0)).isEqualTo((double) hash);
        assertThat(cells.end(0)).isEqualTo((double) (hash + 1));
        assertThat(cells.count()).isLessThanOrEqualTo(9);
    }

    @Test
    void shouldLookThroughTheWholeWorldForAnInfiniteRadius() {
        area.centre(10, 20);
        area.circle(Double.POSITIVE_INFINITY, 1000);
        cells.cover(area);
        double scores = 0;
        for (int cell = 0; cell < cells.count(); cell++) {
            scores += cells.end(cell) - cells.least(cell);
        }
        assertThat(scores).isEqualTo(Math.pow(2, 2 * MAX_STEP));
    }

    private void setArea(final SplittableRandom random, final double longitude, final double latitude,
            final double reachDegrees) {
        final double reachM = reachDegrees * METRES_PER_DEGREE;
        area.centre(longitude, latitude);
        if (random.nextBoolean()) {
            area.circle(reachM, 1);
        } else {
            area.box(2 * reachM * random.nextDouble() / 1000, 2 * reachM * random.nextDouble() / 1000, 1000);
        }
    }

    private int rangesWith(final double longitude, final double latitude) {
        final long hash = GeoHash.encode(longitude, latitude, MAX_STEP);
        int ranges = 0;
        for (int i = 0; i < cells.count(); i++) {
            ranges += hash >= cells.least(i) && hash < cells.end(i) ? 1 : 0;
        }
        return ranges;
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SearchCellsTest -Dringhold.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
