package io.ringhold.server.oracle.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.random.Arguments;
import io.ringhold.server.oracle.random.Production;
import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Quoting;
import io.ringhold.server.oracle.rule.Rule;
import io.ringhold.server.oracle.scenario.Scenario.Kind;
import io.ringhold.server.oracle.scenario.Scenario.Step;

/**
 * Draws scenarios of three to six clients from the productions of {@code oracle/clients.grammar}, the same for the same seed. For
 * one thread.
 */
final class ScenarioGenerator {
    private static final List<String> CLIENTS = List.of("a", "b", "c", "d", "e", "f");
    private static final List<String> EVENTS = List.of("", "", "KEA", "KEA", "KEAm", "Kg$lshzx", "Ez$lt");
    private static final int LEAST_CLIENTS = 3;
    /** One in so many steps closes a connection. */
    private static final int CLOSES = 60;

    /** Commands that may give a waiting client what it waits for. */
    private static final Pattern FEEDS = Pattern
            .compile("(?:[LR]PUSH|B?LMOVE|BRPOPLPUSH|RENAME|COPY|MOVE|SORT|ZADD|ZINCRBY|Z[A-Z]+STORE) .*");
    /** Commands after which a tracking client is told of changes of the keys that they name. */
    private static final Pattern BEGINS_TO_TRACK = Pattern
            .compile("(?:M?GET|EXISTS|TYPE|TOUCH|[LXZ]RANGE|SCARD|HGET|XLEN|XREAD) .*|CLIENT TRACKING ON BCAST.*");

    private final SplittableRandom random;
    private final Arguments arguments;
    private final List<Production> productions = Production.load("/oracle/clients.grammar");
    /** Clients that may be within a transaction. */
    private final Set<String> inTransaction = new HashSet<>();
    /** Of these, clients whose transaction may feed others that wait. */
    private final Set<String> feeding = new HashSet<>();
    /**
     * Whether databases are swapped and others' changes alone broadcast, or clients wait to pop: who popped because of a swap is not told of by
     * Redis 7.0, and it takes what a waiting client pops for a change of the one that has pushed.
     */
    private final boolean swaps;
    /** Whether writes are paused, or clients unblocked: Redis 7.0 goes wrong, up to its end, when one is that a pause holds back. */
    private final boolean pauses;

    /** A generator that draws the same scenario for the same seed. */
    ScenarioGenerator(long seed) {
        random = new SplittableRandom(seed);
        arguments = new Arguments(random);
        swaps = random.nextInt(3) == 0;
        pauses = random.nextInt(4) == 0;
    }

    /** A scenario of so many steps. */
    Scenario scenario(int count) {
        List<String> clients = CLIENTS.subList(0, random.nextInt(LEAST_CLIENTS, CLIENTS.size() + 1));
        Map<String, Integer> protocols = new TreeMap<>();
        clients.forEach(client -> protocols.put(client, random.nextInt(2, 4)));
        String events = EVENTS.get(random.nextInt(EVENTS.size()));
        List<Step> steps = new ArrayList<>();
        steps.add(Step.sends(0, "a", Kind.SENDS, List.of("DEBUG SET-ACTIVE-EXPIRE 0"), Rule.EXACT));
        for (int i = 1; i < count; i++) {
            steps.add(step(i, clients.get(random.nextInt(clients.size()))));
        }
        return new Scenario("random", 0, "random", List.of(new Setting("notify-keyspace-events", events)), protocols,
                steps);
    }

    private Step step(int index, String client) {
        if (random.nextInt(CLOSES) == 0) {
            follow(client, "QUIT");
            return Step.of(index, client, Kind.CLOSES, 0);
        }
        List<String> commands = commands();
        while (isUnwanted(commands) || inTransaction.contains(client) && !isForTransactions(commands)
                || feeding.contains(client) && tracksWhatIsTaken(commands)) {
            commands = commands();
        }
        commands.forEach(command -> follow(client, command));
        return Step.sends(index, client, Kind.SENDS_IF_FREE, commands, Rule.EXACT);
    }

    private List<String> commands() {
        List<String> words = new ArrayList<>();
        productions.get(random.nextInt(productions.size())).draw(random, arguments, words);
        String quoted = words.stream()
                .map(word -> Quoting.word(Bytes.of(word.getBytes(StandardCharsets.ISO_8859_1))))
                .collect(Collectors.joining(" "));
        return List.of(quoted.split(" & "));
    }

    private boolean isUnwanted(List<String> commands) {
        return commands.stream().anyMatch(
                command -> command.startsWith(pauses ? "CLIENT UNBLOCK" : "CLIENT PAUSE")
                        || (swaps
                                ? command.matches("B[LRZ].* 0( .*)?")
                                : command.startsWith("SWAPDB") || command.matches(".* BCAST.* NOLOOP")));
    }

    /**
     * Not those whose replies within EXEC come in any order, nor those that take the next reply away, from the barrier when they are
     * executed last, nor those that end a client which the same transaction may have told something, nor a pause: Redis 7.0 ends itself
     * when the same transaction writes a key that has expired then.
     */
    private static boolean isForTransactions(List<String> commands) {
        return commands.stream()
                .noneMatch(command -> command.endsWith("UNSUBSCRIBE") || command.startsWith("CLIENT REPLY")
                        || command.startsWith("CLIENT KILL") || command.startsWith("CLIENT PAUSE"));
    }

    /** In Redis 7.0 nobody is told of what is taken for one that waits, which is done at the end of a transaction; since 7.2 all are. */
    private boolean tracksWhatIsTaken(List<String> commands) {
        return !swaps && commands.stream().anyMatch(command -> BEGINS_TO_TRACK.matcher(command).matches());
    }

    private void follow(String client, String command) {
        switch (command.toUpperCase(Locale.ROOT)) {
            case "MULTI" -> inTransaction.add(client);
            case "EXEC", "DISCARD", "RESET", "QUIT" -> {
                inTransaction.remove(client);
                feeding.remove(client);
            }
            default -> {
                if (inTransaction.contains(client) && FEEDS.matcher(command).matches()) {
                    feeding.add(client);
                }
            }
        }
    }
}
