package io.ringhold.engine.commands.geo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.commands.sortedset.SortedSetCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of the geo commands: what is logged, a model, what is freed, and too little memory. */
class GeoCommandsTest {
    /** Half the width of areas that nine cells are sure to cover away from the poles. */
    private static final double MOST_DEGREES_COVERED = 20;
    private static final double METRES_PER_DEGREE = Math.toRadians(GreatCircle.EARTH_RADIUS_M);

    private record Place(double longitude, double latitude) {}

    @Test
    void shouldLogAddedPlacesAsScores() {
        try (EngineHarness engine = engine()) {
            engine.execute("GEOADD", "k", "nx", "CH", "13.361389", "38.115556", "Palermo", "15.087269", "37.502669",
                    "Catania");
            engine.execute("GEOADD", "k", "13.361389", "38.115556", "Palermo");
            engine.execute("GEOADD", "none", "XX", "1", "1", "a");
            engine.execute("GEOADD", "k", "1", "1", "a", "200", "1", "b");
            assertThat(engine.takeLogged()).containsExactly(List.of("ZADD", "k", "nx", "CH", "3479099956230698",
                    "Palermo", "3479447370796909", "Catania"));
        }
    }

    @Test
    void shouldStoreTheSameWhenTheLogIsReplayed() {
        final SplittableRandom random = random();
        try (EngineHarness engine = engine(); EngineHarness replayed = engine()) {
            for (int i = 0; i < 150; i++) {
                engine.execute("GEOADD", "k", Double.toString(random.nextDouble(0, 5)),
                        Double.toString(random.nextDouble(0, 5)), "m" + random.nextInt(300));
                engine.execute("GEOSEARCHSTORE", "stored", "k", "FROMLONLAT", "2.5", "2.5", "BYRADIUS", "200", "km",
                        "COUNT", "50", "ANY");
                engine.execute("GEOSEARCHSTORE", "distances", "k", "FROMMEMBER", "m" + random.nextInt(300), "BYBOX",
                        "400", "500", "km", "STOREDIST", "COUNT", "40", "DESC");
                engine.execute("GEORADIUS", "k", "1", "1", "100", "mi", "STORE", "k" + random.nextInt(3));
                engine.execute("GEORADIUSBYMEMBER", "k", "m1", "1e5", "m", "STOREDIST", "d" + random.nextInt(3));
            }
            engine.execute("GEORADIUS", "k", "100", "1", "1", "m", "STORE", "k0");
            for (final List<String> command : engine.takeLogged()) {
                assertThat(replayed.execute(command.toArray(String[]::new))).doesNotStartWith("-");
            }
            for (final String key : List.of("k", "stored", "distances", "k0", "k1", "k2", "d0", "d1", "d2")) {
                assertThat(replayed.execute("ZRANGE", key, "0", "-1", "WITHSCORES")).as(key)
                        .isEqualTo(engine.execute("ZRANGE", key, "0", "-1", "WITHSCORES"));
            }
            assertThat(engine.exists("k0")).isFalse();
            assertThat(engine.integer("ZCARD", "distances")).isPositive();
        }
    }

    @Test
    void shouldLogNothingWhenNothingIsStoredOrDeleted() {
        try (EngineHarness engine = engine()) {
            engine.execute("GEOADD", "k", "1", "1", "a");
            engine.takeLogged();
            engine.execute("GEOSEARCHSTORE", "none", "k", "FROMLONLAT", "50", "50", "BYRADIUS", "1", "km");
            engine.execute("GEORADIUS", "k", "1", "1", "1", "km");
            engine.execute("GEOSEARCH", "k", "FROMLONLAT", "1", "1", "BYRADIUS", "1", "km");
            assertThat(engine.takeLogged()).isEmpty();
        }
    }

    /** Areas at poles and the date line and of half a continent too: what Redis' nine cells do not cover there is not found, but nothing that is not within. */
    @Test
    void shouldFindWhatALookAtEveryPlaceFinds() {
        final SplittableRandom random = random();
        int found = 0;
        for (int round = 0; round < 30; round++) {
            try (EngineHarness engine = engine()) {
                final Map<String, Place> places = fill(engine, random, random.nextInt(1, 400));
                for (int i = 0; i < 40; i++) {
                    found += compareASearch(engine, random, places);
                }
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    private static Map<String, Place> fill(final EngineHarness engine, final SplittableRandom random, final int size) {
        final Map<String, Place> places = new HashMap<>();
        final double spread = Math.pow(10, -random.nextInt(4));
        final Place middle = place(random);
        for (int i = 0; i < size; i++) {
            final Place edge = place(random);
            final double longitude = middle.longitude + (edge.longitude - middle.longitude) * spread;
            final double latitude = middle.latitude + (edge.latitude - middle.latitude) * spread;
            engine.execute("GEOADD", "k", Double.toString(longitude), Double.toString(latitude), "m" + i);
            final long hash = GeoHash.encode(longitude, latitude, GeoHashDescriptor.MAX_STEP);
            places.put("m" + i, new Place(GeoHash.longitude(hash), GeoHash.latitude(hash)));
        }
        return places;
    }

    /** Some at the poles and the date line. */
    private static Place place(final SplittableRandom random) {
        return new Place(random.nextInt(10) == 0 ? 180 * (random.nextInt(2) * 2 - 1) : random.nextDouble(-180, 180),
                random.nextInt(10) == 0 ? 85.05112878 * (random.nextInt(2) * 2 - 1) : random.nextDouble(-85, 85));
    }

    private static int compareASearch(final EngineHarness engine, final SplittableRandom random,
            final Map<String, Place> places) {
        final List<Place> all = new ArrayList<>(places.values());
        final Place centre = random.nextBoolean() ? place(random) : all.get(random.nextInt(all.size()));
        final double width = 60 * Math.pow(10, -random.nextInt(5)) * random.nextDouble();
        final double height = random.nextBoolean() ? width : width * random.nextDouble();
        final boolean isCircle = height == width;
        final List<String> command = new ArrayList<>(List.of("GEOSEARCH", "k", "FROMLONLAT",
                Double.toString(centre.longitude), Double.toString(centre.latitude)));
        command.addAll(isCircle
                ? List.of("BYRADIUS", metres(width), "m")
                : List.of("BYBOX", metres(2 * width), metres(2 * height), "m"));
        final List<String> reply = bulks(engine.execute(command.toArray(String[]::new)));
        final Set<String> inside = places.entrySet().stream()
                .filter(entry -> isWithin(centre, entry.getValue(), width, isCircle ? -1 : height))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        assertThat(reply).doesNotHaveDuplicates().isSubsetOf(inside);
        final double northern = Math.abs(centre.latitude) + height;
        final boolean isClear = width < MOST_DEGREES_COVERED && northern < 80
                && Math.abs(centre.longitude) + width / Math.cos(Math.toRadians(northern)) < 179;
        if (isClear) {
            assertThat(reply).as("%s", command).containsExactlyInAnyOrderElementsOf(inside);
        }
        return isClear ? reply.size() : 0;
    }

    private static boolean isWithin(final Place centre, final Place place, final double width, final double height) {
        if (height < 0) {
            return GreatCircle.distance(centre.longitude, centre.latitude, place.longitude,
                    place.latitude) <= Double.parseDouble(metres(width));
        }
        return GreatCircle.alongMeridian(centre.latitude, place.latitude) <= Double.parseDouble(metres(2 * height)) / 2
                && GreatCircle.distance(centre.longitude, place.latitude, place.longitude,
                        place.latitude) <= Double.parseDouble(metres(2 * width)) / 2;
    }

    private static String metres(final double degrees) {
        return String.format(Locale.ROOT, "%.3f", degrees * METRES_PER_DEGREE);
    }

    private static List<String> bulks(final String reply) {
        final List<String> lines = reply.lines().toList();
        final List<String> bulks = new ArrayList<>();
        for (int i = 2; i < lines.size(); i += 2) {
            bulks.add(lines.get(i));
        }
        assertThat(lines.getFirst()).isEqualTo("*" + bulks.size());
        return bulks;
    }

    @Test
    void shouldKeepAndLogWhatWasAddedBeforeMemoryRanOut() {
        try (EngineHarness engine = EngineHarness.withDataBytes(3 << 20, new GeoCommands(), new SortedSetCommands())) {
            int members = 0;
            String reply = "";
            while (!reply.startsWith("-OOM")) {
                engine.takeLogged();
                reply = engine.execute("GEOADD", "k", "1", "1", "a member " + members, "2", "2",
                        "a member " + (members + 1));
                members += 2;
            }
            final List<List<String>> logged = engine.takeLogged();
            final long size = engine.integer("ZCARD", "k");
            if (size == members - 1) {
                assertThat(logged).hasSize(1);
                assertThat(logged.getFirst()).startsWith("ZADD", "k").endsWith("a member " + (members - 2)).hasSize(4);
            } else {
                assertThat(size).isEqualTo(members - 2L);
                assertThat(logged).isEmpty();
            }
            assertThat(engine.execute("GEOSEARCHSTORE", "other", "k", "FROMLONLAT", "1", "1", "BYRADIUS", "900",
                    "km")).startsWith("-OOM");
            assertThat(engine.exists("other")).isFalse();
        }
    }

    @Test
    void shouldFreeWhatSearchesAndAdditionsTook() {
        try (EngineHarness engine = engine()) {
            engine.execute("GEOADD", "k", "1", "1", "a", "2", "2", "b");
            final long before = engine.clientArena().blockCount(MemoryTag.SCRATCH);
            for (final String command : List.of("GEOADD k 1 1 a 2 3 c", "GEOADD k 1 1 a 500 3 c", "GEOADD k NX 1 1 a",
                    "GEOSEARCH k FROMMEMBER a BYRADIUS 1000 km ASC", "GEOSEARCH k FROMMEMBER x BYRADIUS 1000 km ASC",
                    "GEOSEARCHSTORE d k FROMMEMBER a BYRADIUS 1000 km COUNT 1", "GEORADIUS k 1 1 1000 km STORE e",
                    "GEOSEARCHSTORE d k FROMLONLAT 80 80 BYRADIUS 1 m")) {
                engine.execute(command.split(" "));
                assertThat(engine.clientArena().blockCount(MemoryTag.SCRATCH)).as(command).isEqualTo(before);
            }
            assertThat(engine.exists("d")).isFalse();
            assertThat(engine.exists("e")).isTrue();
        }
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("GeoCommandsTest -Dringhold.seed=" + seed);
        return new SplittableRandom(seed);
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new GeoCommands(), new SortedSetCommands(), new KeyCommands());
    }
}
