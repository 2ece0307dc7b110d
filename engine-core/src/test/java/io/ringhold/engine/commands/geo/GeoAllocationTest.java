package io.ringhold.engine.commands.geo;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
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
        try (EngineHarness engine = EngineHarness.of(new GeoCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            engine.logging(false);
            engine.execute("GEOADD", "small", "13.361389", "38.115556", "a", "-73.98", "40.12", "b");
            for (int i = 0; i < 2_000; i++) {
                engine.execute("GEOADD", "many", Double.toString(i * 7919 % 2_000 / 200.0),
                        Double.toString(i * 104_729 % 2_000 / 200.0), "member:" + i);
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, request, WARM_UP);
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, request, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }
    }

    private static byte[][] bytes(final String command) {
        final String[] words = command.split(" ", -1);
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return arguments;
    }

    private static void run(final EngineHarness engine, final PreparedRequest request, final int times) {
        for (int i = 0; i < times; i++) {
            engine.run(request);
        }
    }
}
