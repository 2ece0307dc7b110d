package io.ringhold.engine.commands.geo;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LATITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_LONGITUDE;
import static io.ringhold.engine.commands.geo.GeoHashDescriptor.MAX_STEP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GeoHashTest {
    /** The first as the descriptor's diagram shows it; both as in Redis' documentation of GEOADD, GEOPOS and GEOHASH. */
    @ParameterizedTest
    @CsvSource({"13.361389, 38.115556, 000c5c3915077a2a, 13.36138933897018433, 38.11555639549629859, sqc8b49rny0",
        "15.087269, 37.502669, 000c5c89f88d0f6d, 15.08726745843887329, 37.50266842333162032, sqdtr74hyu0"})
    void shouldEncodeAndDecodeAsTheDiagramShows(final double longitude, final double latitude, final String hex,
            final double decodedLongitude, final double decodedLatitude, final String text) {
        final long hash = GeoHash.encode(longitude, latitude, MAX_STEP);
        assertThat("%016x".formatted(hash)).isEqualTo(hex);
        assertThat(GeoHash.longitude(hash)).isEqualTo(decodedLongitude);
        assertThat(GeoHash.latitude(hash)).isEqualTo(decodedLatitude);
        assertThat(text(decodedLongitude, decodedLatitude)).isEqualTo(text);
    }

    /** Geohashes that Wikipedia and geohash.org give, as far as they go. */
    @ParameterizedTest
    @CsvSource({"-5.6, 42.6, ezs42", "10.40744, 57.64911, u4pruydqqv", "-25.382708, -49.265506, 6gkzwgjzn820",
        "0.000001, 0.000001, s0000000", "-180, -85.05, 00bh0"})
    void shouldWriteStandardGeohashes(final double first, final double second, final String expected) {
        final boolean isSwapped = expected.startsWith("6");
        final String text = isSwapped ? text(second, first) : text(first, second);
        assertThat(text).hasSize(GeoHash.TEXT_LENGTH).endsWith("0")
                .startsWith(expected.substring(0, Math.min(expected.length(), GeoHash.TEXT_LENGTH - 1)));
    }

    @Test
    void shouldComeBackWithinACellWhenAPlaceIsRandom() {
        final SplittableRandom random = random();
        final double width = 2 * MAX_LONGITUDE / (1 << MAX_STEP);
        final double height = 2 * MAX_LATITUDE / (1 << MAX_STEP);
        for (int i = 0; i < 100_000; i++) {
            final double longitude = random.nextDouble(-MAX_LONGITUDE, MAX_LONGITUDE);
            final double latitude = random.nextDouble(-MAX_LATITUDE, MAX_LATITUDE);
            final long hash = GeoHash.encode(longitude, latitude, MAX_STEP);
            assertThat(hash).isBetween(0L, (1L << 2 * MAX_STEP) - 1);
            assertThat(GeoHash.longitude(hash)).isCloseTo(longitude, within(width));
            assertThat(GeoHash.latitude(hash)).isCloseTo(latitude, within(height));
            assertThat(GeoHash.encode(GeoHash.longitude(hash), GeoHash.latitude(hash), MAX_STEP)).isEqualTo(hash);
        }
    }

    @Test
    void shouldHoldThePlacesOfACellInItsRangeOfScores() {
        final SplittableRandom random = random();
        for (int i = 0; i < 100_000; i++) {
            final int step = random.nextInt(1, MAX_STEP + 1);
            final double longitude = random.nextDouble(-MAX_LONGITUDE, MAX_LONGITUDE);
            final double latitude = random.nextDouble(-MAX_LATITUDE, MAX_LATITUDE);
            final long cell = GeoHash.encode(longitude, latitude, step);
            final long hash = GeoHash.encode(longitude, latitude, MAX_STEP);
            assertThat(hash).isBetween(GeoHash.leastScore(cell, step), GeoHash.endScore(cell, step) - 1);
            assertThat(longitude).isBetween(GeoHash.west(cell, step), GeoHash.east(cell, step));
            assertThat(latitude).isBetween(GeoHash.south(cell, step), GeoHash.north(cell, step));
        }
    }

    @Test
    void shouldFindTheCellBesideAroundTheDateLineToo() {
        final SplittableRandom random = random();
        for (int i = 0; i < 100_000; i++) {
            final int step = random.nextInt(1, MAX_STEP + 1);
            final double longitude = random.nextDouble(-MAX_LONGITUDE, MAX_LONGITUDE);
            final double latitude = random.nextDouble(-MAX_LATITUDE, MAX_LATITUDE);
            final long cell = GeoHash.encode(longitude, latitude, step);
            final double width = 2 * MAX_LONGITUDE / (1 << step);
            final double middle = (GeoHash.west(cell, step) + GeoHash.east(cell, step)) / 2;
            final double beside = middle + width > MAX_LONGITUDE ? middle + width - 2 * MAX_LONGITUDE : middle + width;
            final long east = GeoHash.neighbour(cell, step, 1, 0);
            assertThat(east).isEqualTo(GeoHash.encode(beside, latitude, step));
            assertThat(GeoHash.neighbour(east, step, -1, 0)).isEqualTo(cell);
            final long north = GeoHash.neighbour(cell, step, 0, 1);
            if (GeoHash.north(cell, step) < MAX_LATITUDE - 1e-9) {
                assertThat(GeoHash.south(north, step)).isEqualTo(GeoHash.north(cell, step));
            } else {
                assertThat(GeoHash.south(north, step)).isEqualTo(-MAX_LATITUDE);
            }
            assertThat(GeoHash.neighbour(GeoHash.neighbour(north, step, 1, 0), step, -1, -1)).isEqualTo(cell);
        }
    }

    @Test
    void shouldDecodeTheEndsOfTheWorldToThemselves() {
        final long last = GeoHash.encode(MAX_LONGITUDE, MAX_LATITUDE, MAX_STEP);
        assertThat(GeoHash.longitude(last)).isEqualTo(MAX_LONGITUDE);
        assertThat(GeoHash.latitude(last)).isEqualTo(MAX_LATITUDE);
        assertThat(GeoHash.encode(-MAX_LONGITUDE, -MAX_LATITUDE, MAX_STEP)).isZero();
        assertThat(GeoHash.isValid(MAX_LONGITUDE, -MAX_LATITUDE)).isTrue();
        assertThat(GeoHash.isValid(Math.nextUp(MAX_LONGITUDE), 0)).isFalse();
        assertThat(GeoHash.isValid(0, -Math.nextUp(MAX_LATITUDE))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.9, 0", "-0.9, 0", "7.5, 7", "-5, -5", "4503599627370495, 4503599627370495",
        "9.223372036854775807e18, -9223372036854775808", "1.8446744073709549568e19, -2048", "1e30, 0",
        "Infinity, 0", "-Infinity, -9223372036854775808"})
    void shouldTakeAnyScoreModuloTheWidthOfAWord(final double score, final long hash) {
        assertThat(GeoHash.ofScore(score)).isEqualTo(hash);
    }

    private static String text(final double longitude, final double latitude) {
        final byte[] text = new byte[GeoHash.TEXT_LENGTH];
        GeoHash.writeText(longitude, latitude, text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("GeoHashTest -Dringhold.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
