package io.ringhold.engine.commands.geo;

import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ordinary way of the common commands must not touch the heap. */
class GeoAllocationTest {
    private static final int WARM_UP = 6_000;
    private static final int MEASURED = 6_000;

    @ParameterizedTest
    @ValueSource(strings = {"GEOADD small 13.361389 38.115556 a", "GEOADD many CH 1.5 2.5 member:7 3 4 member:8",
        "GEOADD small -73.98765432101234 40.123456789012345 b", "GEOPOS many member:7 none", "GEOHASH small a b none",
        "GEODIST small a b km", "GEOSEARCH many FROMLONLAT 5 5 BYRADIUS 50 km ASC WITHDIST WITHCOORD WITHHASH",
        "GEOSEARCH many FROMMEMBER member:9 BYBOX 100 50.5 mi",
        "GEOSEARCH many FROMLONLAT 5 5 BYRADIUS 300 km COUNT 5 DESC",
        "GEOSEARCH many FROMLONLAT 5 5 BYRADIUS 300 km COUNT 5 ANY", "GEORADIUS many 5 5 50 km WITHDIST",
        "GEORADIUSBYMEMBER_RO small a 100 km", "GEOSEARCHSTORE kept many FROMLONLAT 5 5 BYRADIUS 20 km",
        "GEORADIUS small 13 38 500 km STOREDIST kept"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        assertThat(allocatedBytes(command)).isZero();
    }

    private static long allocatedBytes(final String command) {
        try (EngineHarness engine = EngineHarness.withoutLog(new GeoCommands())) {
            engine.execute("GEOADD", "small", "13.361389", "38.115556", "a", "-73.98", "40.12", "b");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("GEOADD", "many", Double.toString(i * 7919 % 2_000 / 200.0),
                        Double.toString(i * 104_729 % 2_000 / 200.0), "member:" + i);
            }
            return engine.allocatedBytes(WARM_UP, MEASURED, command);
        }
    }
}
