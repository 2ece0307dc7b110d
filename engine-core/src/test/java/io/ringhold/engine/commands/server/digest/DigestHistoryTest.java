package io.ringhold.engine.commands.server.digest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random contents, made by different histories in different encodings: equal ones have equal digests, changed ones have others. */
class DigestHistoryTest {
    private static final int VALUES = 60;
    private static final int FILLERS = 3_000;
    private static final int CHANGES = 200;
    private static final List<String> LOW_THRESHOLDS = List.of("list-max-listpack-size 2",
            "set-max-intset-entries 1", "set-max-listpack-entries 1", "hash-max-listpack-entries 1",
            "zset-max-listpack-entries 1", "stream-node-max-entries 2");

    /** One value and two ways to make it: straight on, and with detours in another order. */
    private record Recipe(String key, String type, List<String> straight, List<String> roundabout) {}

    private final long seed = Long.getLong("ringhold.seed", ThreadLocalRandom.current().nextLong(1L << 40));
    private final Random random = new Random(seed);

    DigestHistoryTest() {
        System.out.println("DigestHistoryTest -Dringhold.seed=" + seed);
    }

    private static ServerHarness server() {
        return new ServerHarness("--enable-debug-command", "local");
    }

    private static void run(final ServerHarness.Client client, final List<String> commands) {
        commands.forEach(command -> assertThat(client.run(command)).as(command).doesNotStartWith("-"));
    }

    @Test
    void shouldGiveEqualDigestsWhenEqualContentsHaveOtherHistoriesAndEncodings() {
        final List<Recipe> recipes = recipes();
        try (ServerHarness first = server(); ServerHarness second = server()) {
            final ServerHarness.Client straight = first.connect();
            recipes.forEach(recipe -> run(straight, recipe.straight));

            final ServerHarness.Client roundabout = second.connect();
            LOW_THRESHOLDS.forEach(setting -> run(roundabout, List.of("CONFIG SET " + setting)));
            run(roundabout, List.of("DEBUG POPULATE " + FILLERS + " filler"));
            final List<Recipe> shuffled = new ArrayList<>(recipes);
            Collections.shuffle(shuffled, random);
            shuffled.forEach(recipe -> run(roundabout, recipe.roundabout));
            for (int i = 0; i < FILLERS; i++) {
                run(roundabout, List.of("DEL filler:" + i));
            }

            final Set<String> pairsOfEncodings = new HashSet<>();
            for (final Recipe recipe : recipes) {
                final String digest = "DEBUG DIGEST-VALUE " + recipe.key;
                assertThat(roundabout.run(digest)).as("%s, seed %d", recipe, seed).isEqualTo(straight.run(digest));
                final String encoding = "OBJECT ENCODING " + recipe.key;
                pairsOfEncodings.add((straight.run(encoding) + roundabout.run(encoding)).replaceAll("\\$\\d+|\r\n", " ")
                        .strip());
            }
            assertThat(roundabout.run("DEBUG DIGEST")).as("seed %d", seed).isEqualTo(straight.run("DEBUG DIGEST"));
            assertThat(pairsOfEncodings.stream().map(pair -> pair.replaceAll(" +", " ")).toList()).contains("int raw",
                    "embstr raw", "listpack quicklist", "intset hashtable", "listpack hashtable",
                    "listpack skiplist", "listpackex hashtable");
        }
    }

    @Test
    void shouldGiveAnotherDigestWhenAnythingChanges() {
        final List<Recipe> recipes = recipes();
        try (ServerHarness server = server()) {
            final ServerHarness.Client client = server.connect();
            recipes.forEach(recipe -> run(client, random.nextBoolean() ? recipe.straight : recipe.roundabout));
            final String whole = client.run("DEBUG DIGEST");
            for (int i = 0; i < CHANGES; i++) {
                final Recipe recipe = recipes.get(random.nextInt(VALUES));
                run(client, List.of("COPY " + recipe.key + " copy"));
                final String copied = client.run("DEBUG DIGEST");
                final String before = client.run("DEBUG DIGEST-VALUE copy");
                assertThat(before).as("%s, seed %d", recipe, seed)
                        .isEqualTo(client.run("DEBUG DIGEST-VALUE " + recipe.key));
                final List<String> change = change(client, recipe);
                run(client, change);
                assertThat(client.run("DEBUG DIGEST-VALUE copy")).as("%s, %s, seed %d", recipe, change, seed)
                        .isNotEqualTo(before);
                assertThat(client.run("DEBUG DIGEST")).as("%s, %s, seed %d", recipe, change, seed)
                        .isNotEqualTo(copied).isNotEqualTo(whole);
                client.run("DEL copy");
                assertThat(client.run("DEBUG DIGEST")).as("%s, %s, seed %d", recipe, change, seed).isEqualTo(whole);
            }
        }
    }

    /** Commands that change the key "copy" for sure. */
    private List<String> change(final ServerHarness.Client client, final Recipe recipe) {
        if (random.nextInt(8) == 0) {
            return List.of("PEXPIREAT copy " + (ServerHarness.START_MS + 10_000_000 + random.nextInt(1000)));
        }
        final String fresh = "fresh" + random.nextInt(1000);
        return List.of(switch (recipe.type) {
            case "string" -> pick("APPEND copy x", "SET copy " + fresh + " KEEPTTL",
                    "SETBIT copy 3 " + (client.run("GETBIT copy 3").contains("1") ? 0 : 1));
            case "list" -> pick("RPUSH copy " + fresh, "LPUSH copy " + fresh, "RPOP copy", "LSET copy 0 " + fresh,
                    "RPUSH copy 1", "LINSERT copy BEFORE pivot 1");
            case "set" -> pick("SADD copy " + fresh, "SPOP copy");
            case "hash" -> pick("HSET copy " + fresh + " 1", "HDEL copy pivot", "HSET copy pivot " + fresh,
                    "HPEXPIRE copy " + (1_000 + random.nextInt(1000)) + " FIELDS 1 pivot");
            case "zset" -> pick("ZADD copy 1 " + fresh, "ZREM copy pivot", "ZINCRBY copy 0.125 pivot", "ZPOPMAX copy");
            default -> pick("XADD copy 99-" + (1 + random.nextInt(9)) + " f v", "XTRIM copy MAXLEN 0", "XDEL copy 1-1",
                    "XGROUP CREATE copy " + fresh + " 0", "XREADGROUP GROUP g " + fresh + " COUNT 1 STREAMS copy >");
        });
    }

    private String pick(final String... commands) {
        return commands[random.nextInt(commands.length)];
    }

    private List<Recipe> recipes() {
        final List<Recipe> recipes = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            final String key = "key" + i;
            final List<String> elements = new ArrayList<>(elements(i % 12 < 6));
            final Recipe recipe = switch (i % 6) {
                case 0 -> string(key, elements.getFirst());
                case 1 -> list(key, elements);
                case 2 -> set(key, elements);
                case 3 -> hash(key, elements, i % 24 < 12);
                case 4 -> sortedSet(key, elements);
                default -> stream(key, elements);
            };
            if (random.nextInt(3) == 0) {
                final int ms = 1_000_000 + random.nextInt(1_000_000);
                recipe.straight.add("PEXPIRE " + key + " " + ms);
                recipe.roundabout.add("EXPIRE " + key + " 5000");
                recipe.roundabout.add("PEXPIREAT " + key + " " + (ServerHarness.START_MS + ms));
            }
            recipes.add(recipe);
        }
        return recipes;
    }

    /** Some different strings: small and large numbers, short and long text. */
    private Set<String> elements(final boolean onlyNumbers) {
        final int count = 2 + random.nextInt(40);
        final Set<String> elements = new LinkedHashSet<>(
                List.of(onlyNumbers ? "17" : "e" + random.nextInt(1000)));
        while (elements.size() < count) {
            elements.add(switch (onlyNumbers ? random.nextInt(2) : random.nextInt(5)) {
                case 0 -> Integer.toString(random.nextInt(200) - 100);
                case 1 -> Long.toString(random.nextLong());
                case 2 -> "e" + random.nextInt(1000);
                case 3 -> "long" + "y".repeat(random.nextInt(600));
                default -> "0" + random.nextInt(10);
            });
        }
        return elements;
    }

    private Recipe recipe(final String key, final String type) {
        final List<String> roundabout = new ArrayList<>();
        if (random.nextBoolean()) {
            roundabout.add("SADD " + key + " another type");
            roundabout.add("DEL " + key);
        }
        return new Recipe(key, type, new ArrayList<>(), roundabout);
    }

    private Recipe string(final String key, final String value) {
        final Recipe recipe = recipe(key, "string");
        recipe.straight.add("SET " + key + " " + value);
        recipe.roundabout.add("SET " + key + " " + value.charAt(0));
        recipe.roundabout.add("APPEND " + key + " " + value.substring(1));
        return recipe;
    }

    private Recipe list(final String key, final List<String> elements) {
        final Recipe recipe = recipe(key, "list");
        elements.add("pivot");
        elements.add(elements.getFirst());
        recipe.straight.add("RPUSH " + key + " " + String.join(" ", elements));
        for (final String element : elements.reversed()) {
            recipe.roundabout.add("LPUSH " + key + " " + element + " detour");
            recipe.roundabout.add("LPOP " + key);
        }
        return recipe;
    }

    private Recipe set(final String key, final List<String> members) {
        final Recipe recipe = recipe(key, "set");
        recipe.straight.add("SADD " + key + " " + String.join(" ", members));
        Collections.shuffle(members, random);
        for (final String member : members) {
            recipe.roundabout.add("SADD " + key + " " + member + " detour");
            recipe.roundabout.add("SREM " + key + " detour");
        }
        return recipe;
    }

    private Recipe hash(final String key, final List<String> fields, final boolean timed) {
        final Recipe recipe = recipe(key, "hash");
        fields.add("pivot");
        final List<List<String>> roundabout = new ArrayList<>();
        for (final String field : fields) {
            final String value = fields.get(random.nextInt(fields.size()));
            recipe.straight.add("HSET " + key + " " + field + " " + value);
            final List<String> steps = new ArrayList<>(List.of("HSET " + key + " " + field + " detour detour v",
                    "HDEL " + key + " detour", "HSET " + key + " " + field + " " + value));
            if (timed && (roundabout.isEmpty() || random.nextBoolean())) {
                final int ms = 1_000_000 + random.nextInt(1000);
                recipe.straight.add("HPEXPIRE " + key + " " + ms + " FIELDS 1 " + field);
                steps.add("HEXPIRE " + key + " 50 FIELDS 1 " + field);
                steps.add("HPEXPIREAT " + key + " " + (ServerHarness.START_MS + ms) + " FIELDS 1 " + field);
            }
            roundabout.add(steps);
        }
        Collections.shuffle(roundabout, random);
        roundabout.forEach(recipe.roundabout::addAll);
        return recipe;
    }

    private Recipe sortedSet(final String key, final List<String> members) {
        final Recipe recipe = recipe(key, "zset");
        members.add("pivot");
        final List<String> roundabout = new ArrayList<>();
        for (final String member : members) {
            final double score = random.nextInt(3) == 0 ? random.nextInt(5) : random.nextGaussian() * 1e6;
            recipe.straight.add("ZADD " + key + " " + score + " " + member);
            roundabout.add("ZADD " + key + " " + score + " " + member);
        }
        Collections.shuffle(roundabout, random);
        recipe.roundabout.add("ZADD " + key + " 7 detour 8 pivot -0 " + members.getFirst());
        recipe.roundabout.addAll(roundabout);
        recipe.roundabout.add("ZREM " + key + " detour");
        return recipe;
    }

    private Recipe stream(final String key, final List<String> values) {
        final Recipe recipe = recipe(key, "stream");
        for (int i = 0; i < values.size(); i++) {
            final String entry = (i + 1) + "-1 f " + values.get(i) + (random.nextBoolean() ? " g w" : "");
            recipe.straight.add("XADD " + key + " " + entry);
            recipe.roundabout.add("XADD " + key + " " + entry);
        }
        recipe.straight.addAll(List.of("XGROUP CREATE " + key + " g 1-1", "XGROUP CREATE " + key + " h $",
                "XREADGROUP GROUP h a STREAMS " + key + " >"));
        recipe.roundabout.addAll(List.of("XGROUP CREATE " + key + " h 0", "XGROUP CREATE " + key + " detour 0",
                "XGROUP CREATE " + key + " g 0", "XGROUP SETID " + key + " g 1-1",
                "XGROUP CREATECONSUMER " + key + " h a", "XGROUP SETID " + key + " h " + values.size() + "-1",
                "XGROUP DESTROY " + key + " detour"));
        return recipe;
    }
}
