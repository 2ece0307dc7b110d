package io.ringhold.server.oracle.random;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ringhold.server.oracle.ConnectionPair;
import io.ringhold.server.oracle.ConnectionPair.ReplyPair;
import io.ringhold.server.oracle.FullScan;
import io.ringhold.server.oracle.KeyspaceDump;
import io.ringhold.server.oracle.ServerPair;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.rule.Rule;

/**
 * Plays a list of commands on both servers, from empty databases and on new connections, in pipelines, and compares the
 * replies and from time to time the data. For one thread.
 */
public final class Replay {
    private static final int PIPELINE = 16;
    private static final int STATE_EVERY = 200;
    private static final Set<String> ALONE = Set.of("SCAN", "SSCAN", "HSCAN", "ZSCAN", "RANDOMKEY");

    /** The settings that commands may change. */
    private static final Command DEFAULTS = Command.of("CONFIG", "SET", "list-max-listpack-size", "-2",
            "list-compress-depth", "0", "set-max-intset-entries", "512", "hash-max-listpack-entries", "512",
            "zset-max-listpack-entries", "128");

    private final ServerPair servers;
    private final int protocol;
    private OpenTransaction transaction;

    /** Plays on these servers with RESP version 2 or 3. */
    public Replay(ServerPair servers, int protocol) {
        this.servers = servers;
        this.protocol = protocol;
    }

    /**
     * Where the servers first differed.
     *
     * @param index the command after which they differed
     * @param text  how
     */
    public record Difference(int index, String text) {}

    /** Plays the commands; nothing when there was no difference. */
    public Optional<Difference> play(List<Command> commands) {
        try (ConnectionPair control = servers.connect(2)) {
            control.flushAll();
            control.call(DEFAULTS);
            try {
                return play(commands, control);
            } finally {
                control.call(DEFAULTS);
            }
        }
    }

    private Optional<Difference> play(List<Command> commands, ConnectionPair control) {
        transaction = new OpenTransaction();
        try (ConnectionPair client = servers.connect(protocol)) {
            int from = 0;
            int compared = 0;
            while (from < commands.size()) {
                int to = pipelineEnd(commands, from);
                Optional<Difference> difference = pipeline(client, commands, from, to);
                if (difference.isEmpty() && (to - compared >= STATE_EVERY || to == commands.size())) {
                    difference = compareKeyspaces(control, to - 1);
                    compared = to;
                }
                if (difference.isPresent()) {
                    return difference;
                }
                from = to;
            }
            return Optional.empty();
        }
    }

    private static int pipelineEnd(List<Command> commands, int from) {
        int to = from + 1;
        if (ALONE.contains(commands.get(from).name())) {
            return to;
        }
        while (to < commands.size() && to - from < PIPELINE && !ALONE.contains(commands.get(to).name())) {
            to++;
        }
        return to;
    }

    private Optional<Difference> pipeline(ConnectionPair client, List<Command> commands, int from, int to) {
        int at = from;
        try {
            Command first = commands.get(from);
            if (!transaction.isOpen() && FullScan.isFromTheStart(first)) {
                Reply right = FullScan.run(client.redis(), first);
                return compare(from, first, new ReplyPair(right, FullScan.run(client.subject(), first)));
            }
            commands.subList(from, to).forEach(command -> client.send(command.wire()));
            for (; at < to; at++) {
                Optional<Difference> difference = compareReplies(at, commands.get(at), client.read());
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return "RANDOMKEY".equals(first.name()) && !transaction.isOpen()
                    ? checkMembership(client, from)
                    : Optional.empty();
        } catch (UncheckedIOException | AssertionError e) {
            return Optional.of(new Difference(at, commands.get(at) + " failed: " + e.getMessage()));
        }
    }

    private Optional<Difference> compareReplies(int index, Command command, ReplyPair replies) {
        List<Command> executed = transaction.replied(command, replies.redis());
        if (replies.redis() instanceof Reply.Aggregate right && replies.subject() instanceof Reply.Aggregate subject
                && right.items().size() == executed.size() && subject.items().size() == executed.size()) {
            return IntStream.range(0, executed.size())
                    .mapToObj(i -> compare(index, executed.get(i),
                            new ReplyPair(right.items().get(i), subject.items().get(i))))
                    .flatMap(Optional::stream).findFirst();
        }
        return compare(index, command, replies);
    }

    private static Optional<Difference> compare(int index, Command command, ReplyPair replies) {
        Rule rule = rule(command);
        if (rule.matches(replies.redis(), replies.subject())
                || isEncoding(command) && KeyspaceDump.isSameEncoding(replies.redis(), replies.subject())) {
            return Optional.empty();
        }
        return Optional.of(new Difference(index, command + "\n  right  : " + replies.redis() + "\n  subject: "
                + replies.subject() + (rule.equals(Rule.EXACT) ? "" : "\n  compared " + rule)));
    }

    /** The next random key of the subject is a key. */
    private static Optional<Difference> checkMembership(ConnectionPair client, int index) {
        Reply key = client.subject().call("RANDOMKEY");
        if (key instanceof Reply.Scalar scalar && !scalar.isError()) {
            ReplyPair exists = client
                    .call(new Command(List.of(Command.of("EXISTS").args().getFirst(), scalar.payload())));
            if (!"1".equals(exists.redis().text()) || !"1".equals(exists.subject().text())) {
                return Optional.of(new Difference(index, "RANDOMKEY gave " + key + ", EXISTS of it " + exists));
            }
        }
        return Optional.empty();
    }

    private static boolean isEncoding(Command command) {
        return "OBJECT".equals(command.name()) && "ENCODING".equals(command.upper(1));
    }

    private static Rule rule(Command command) {
        return switch (command.name()) {
            case "KEYS", "SMEMBERS", "SINTER", "SUNION", "SDIFF", "HKEYS", "HVALS" ->
                Rule.SORTED;
            // All members, unless the count is missing or another.
            case "SRANDMEMBER", "HRANDFIELD",
                    "ZRANDMEMBER" ->
                command.args().size() == 3 && "100000".equals(command.upper(2))
                        ? Rule.SORTED
                        : Rule.TYPE;
            // Redis 7.2 added an option, and with it another error for too many arguments.
            case "ZRANK", "ZREVRANK" -> command.args().size() > 3
                    ? new Rule(Rule.Kind.ERROR_PREFIX, 0)
                    : Rule.EXACT;
            // What is equal up to a NUL comes in the order of the set, which is none; the cases compare the order.
            case "SORT", "SORT_RO" -> sortRule(command);
            // How long ago entries were delivered.
            case "XPENDING" -> Rule.SHAPE;
            case "HGETALL" -> new Rule(Rule.Kind.PAIRS_SORTED, 0);
            case "TTL", "EXPIRETIME" -> Rule.ttl(KeyspaceDump.PTTL_TOLERANCE_MS / 1000);
            case "PTTL", "PEXPIRETIME" -> Rule.ttl(KeyspaceDump.PTTL_TOLERANCE_MS);
            // DBSIZE may count keys that have expired; the comparison of the data waits for them to go.
            case "RANDOMKEY", "DBSIZE", "MEMORY" -> Rule.TYPE;
            // From the start it is driven to its end; what another cursor means is the server's own affair.
            case "SCAN", "SSCAN", "HSCAN", "ZSCAN" -> Rule.TYPE;
            case "OBJECT" -> isEncoding(command) ? Rule.EXACT : Rule.TYPE;
            default -> Rule.EXACT;
        };
    }

    private static Rule sortRule(Command command) {
        Set<String> words = IntStream.range(2, command.args().size()).mapToObj(command::upper)
                .collect(Collectors.toSet());
        if (!words.contains("ALPHA") || words.contains("STORE")) {
            return Rule.EXACT;
        }
        return words.contains("LIMIT") ? Rule.TYPE : Rule.SORTED;
    }

    private static Optional<Difference> compareKeyspaces(ConnectionPair control, int index) {
        List<String> differences = KeyspaceDump.of(control.redis()).differences(KeyspaceDump.of(control.subject()));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(index, "the data differ (right / subject)\n  " + String.join("\n  ",
                        differences)));
    }
}
