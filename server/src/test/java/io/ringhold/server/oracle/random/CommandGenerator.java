package io.ringhold.server.oracle.random;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;

/**
 * Draws commands from the productions of {@code oracle/commands.grammar}, the same for the same seed; one in ten is broken
 * in some way. For one thread.
 */
public final class CommandGenerator {
    private static final Set<String> TIMED = Set.of("SET", "GETEX", "SETEX", "PSETEX", "EXPIRE", "PEXPIRE", "EXPIREAT",
            "PEXPIREAT");
    private static final Set<String> BLOCKING = Set.of("BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP",
            "BZPOPMIN", "BZPOPMAX", "BZMPOP", "XREAD", "XREADGROUP");
    private static final Set<String> SIZED = Set.of("SETRANGE", "SETBIT", "BITFIELD");
    /** Times to live up to here could run out during a test. */
    private static final long SHORT_TTL = 50_000;
    private static final long BIG_OFFSET = 1 << 20;
    private static final long GREATEST_OFFSET = 1L << 32;

    private final SplittableRandom random;
    private final Arguments arguments;
    private final List<Production> productions;
    private int untilMulti;
    private int untilExec;

    /** A generator that draws the same commands for the same seed. */
    public CommandGenerator(long seed) {
        random = new SplittableRandom(seed);
        arguments = new Arguments(random);
        productions = Production.load("/oracle/commands.grammar");
    }

    /** The next commands. */
    public List<Command> commands(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private Command next() {
        if (untilExec > 0 && --untilExec == 0) {
            return Command.of(random.nextInt(8) == 0 ? "DISCARD" : "EXEC");
        }
        if (untilMulti > 0 && --untilMulti == 0) {
            return planned(Command.of("MULTI"));
        }
        return planned(drawn());
    }

    /** Lets what must come in order come soon, since many random commands end a transaction. */
    private Command planned(Command command) {
        switch (command.name()) {
            case "WATCH" -> untilMulti = random.nextInt(2, 4);
            case "MULTI" -> untilExec = random.nextInt(1, 10);
            default -> {
                // may come any time
            }
        }
        return command;
    }

    private Command drawn() {
        List<String> words = new ArrayList<>();
        productions.get(random.nextInt(productions.size())).draw(random, arguments, words);
        if (random.nextInt(8) == 0) {
            words.set(0, words.getFirst().toLowerCase(Locale.ROOT));
        }
        if (random.nextInt(10) == 0) {
            List<String> broken = new ArrayList<>(words);
            mutate(broken);
            if (isHarmless(broken)) {
                words = broken;
            }
        }
        return new Command(words.stream().map(w -> Bytes.of(w.getBytes(StandardCharsets.ISO_8859_1))).toList());
    }

    private void mutate(List<String> words) {
        int last = words.size() - 1;
        int at = last == 0 ? 0 : random.nextInt(1, words.size());
        switch (random.nextInt(6)) {
            case 0 -> words.add(arguments.draw("broken"));
            case 1 -> words.add(at, words.get(at));
            case 2 -> {
                if (last > 0) {
                    words.remove(at);
                }
            }
            case 3 -> {
                if (last > 0) {
                    Collections.swap(words, at, random.nextInt(1, words.size()));
                }
            }
            default -> {
                if (last > 0) {
                    words.set(at, arguments.draw("broken"));
                }
            }
        }
    }

    /**
     * Whether a broken command neither sets a time to live that could run out in the test, nor makes a huge value, nor waits for long,
     * nor gives different scores to members of a set whose ranges go by member, which Redis leaves undefined, nor an entry an id by the clock,
     * nor has more arguments than Redis 7.0 allows but fewer than 7.2.
     */
    private static boolean isHarmless(List<String> words) {
        String name = words.getFirst().toUpperCase(Locale.ROOT);
        boolean mixesScores = "ZADD".equals(name) && words.stream().anyMatch(word -> word.startsWith("lex:"));
        boolean asksTheClock = "XADD".equals(name) && words.contains("*");
        // since 7.2, so that only 7.0 refuses to queue it
        boolean isNewerForm = words.size() == 4 && ("ZRANK".equals(name) || "ZREVRANK".equals(name));
        if (BLOCKING.contains(name) || mixesScores || asksTheClock || isNewerForm) {
            return false;
        }
        for (String word : words.subList(1, words.size())) {
            if (word.matches("[0-9]{1,18}")) {
                long number = Long.parseLong(word);
                boolean expiresSoon = TIMED.contains(name) && number > 0 && number <= SHORT_TTL;
                boolean isHuge = SIZED.contains(name) && number > BIG_OFFSET && number < GREATEST_OFFSET;
                if (expiresSoon || isHuge) {
                    return false;
                }
            }
        }
        return true;
    }
}
