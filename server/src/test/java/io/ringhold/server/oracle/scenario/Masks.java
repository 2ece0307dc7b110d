package io.ringhold.server.oracle.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;

/**
 * Replaces in what the clients of one server hear what is its own affair: ids and addresses of clients by their names, times, and
 * versions. What comes from the harness is left out. For one thread.
 */
final class Masks {
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern MONITORED = Pattern.compile("\\d+\\.\\d{6} \\[(\\d+) 127\\.0\\.0\\.1:(\\d+)] (.*)");
    private static final Pattern MONITORED_ID = Pattern.compile("(?i)(\"(?:id|redirect|unblock)\") \"(\\d+)\"");
    /** After these a client's id stands. */
    private static final Set<String> BEFORE_IDS = Set.of("id", "redirect", "tracking-redir-broken");
    private static final Set<String> LISTED = Set.of("name", "flags", "db", "sub", "psub", "ssub", "multi", "cmd",
            "user", "resp");

    private final Map<Long, String> ids = new HashMap<>();
    private final Map<Long, Client> clients = new HashMap<>();
    private final Map<Integer, String> ports = new HashMap<>();

    /** Masks for a server that listens on a port. */
    Masks(int serverPort) {
        ports.put(serverPort, "server");
    }

    /** From here on this client is known by its name. */
    void add(String name, Client client) {
        ids.put(client.id(), name);
        clients.put(client.id(), client);
        ports.put(client.port(), name);
    }

    /**
     * What a client heard, masked.
     *
     * @param commands what it had sent, or EXEC had executed
     */
    List<Reply> apply(List<Reply> heard, List<Command> commands) {
        boolean isId = commands.stream()
                .anyMatch(command -> "CLIENT".equals(command.name())
                        && Set.of("ID", "GETREDIR").contains(command.upper(1)));
        boolean unsubscribesAll = commands.stream()
                .anyMatch(command -> command.name().endsWith("UNSUBSCRIBE") && command.args().size() == 1);
        List<Reply> masked = new ArrayList<>();
        for (Reply message : heard) {
            if (!isOfHarness(message)) {
                masked.add(isId ? ids(mask(message)) : mask(message));
            }
        }
        return unsubscribesAll ? Orders.ofLeavingAll(masked) : Orders.of(masked);
    }

    /** Whether this is a line of MONITOR. */
    static boolean isMonitored(Reply message) {
        return message.type() == '+' && MONITORED.matcher(message.text()).matches();
    }

    /** Whether this is a line of MONITOR that shows a command of the harness. */
    private boolean isOfHarness(Reply message) {
        Matcher line = MONITORED.matcher(message.type() == '+' ? message.text() : "");
        return line.matches()
                && (!ports.containsKey(Integer.valueOf(line.group(2))) || line.group(3).contains(Client.BARRIER));
    }

    /** A line of MONITOR, which stands among the replies to EXEC when a monitor executes them; any other status as it is. */
    private Reply status(Reply.Scalar status) {
        Matcher line = MONITORED.matcher(status.text());
        return line.matches()
                ? text("{time} [" + line.group(1) + " {addr:"
                        + ports.getOrDefault(Integer.valueOf(line.group(2)), "other") + "}] "
                        + monitoredIds(line.group(3)))
                : new Reply.Scalar('+', string(status.payload()));
    }

    private String monitoredIds(String line) {
        return MONITORED_ID.matcher(line).replaceAll(
                found -> found.group(1) + " {id:" + ids.getOrDefault(Long.valueOf(found.group(2)), "other") + "}");
    }

    private Reply mask(Reply message) {
        return switch (message) {
            // In Redis 7.0 it is that of the version which the client that tracks speaks, also when another hears it.
            case Reply.Aggregate flush when isOfFlush(flush) -> new Reply.Aggregate(flush.type(), Stream
                    .concat(flush.items().stream().limit(flush.items().size() - 1L), Stream.of(new Reply.Null('_')))
                    .toList());
            case Reply.Aggregate aggregate -> new Reply.Aggregate(aggregate.type(), items(aggregate.items()));
            case Reply.Scalar scalar when scalar.type() == '+' -> status(scalar);
            case Reply.Scalar scalar when "$=".indexOf(scalar.type()) >= 0 ->
                new Reply.Scalar(scalar.type(), string(scalar.payload()));
            default -> message;
        };
    }

    /** Whether this is the message that tells to forget everything. */
    private static boolean isOfFlush(Reply.Aggregate message) {
        return message.items().size() > 1 && message.items().getLast().isNull()
                && message.items().get(message.items().size() - 2).text().matches("(__redis__:)?invalidate");
    }

    private List<Reply> items(List<Reply> items) {
        List<Reply> masked = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String before = i == 0 ? "" : items.get(i - 1).text();
            Reply item = items.get(i);
            masked.add(BEFORE_IDS.contains(before)
                    ? id(item)
                    : "version".equals(before) ? text("{version}") : mask(item));
        }
        return masked;
    }

    /** Ids that a client has asked for, by itself or within a transaction. */
    private Reply ids(Reply reply) {
        return reply instanceof Reply.Aggregate aggregate && aggregate.type() == '*'
                ? new Reply.Aggregate('*', aggregate.items().stream().map(this::id).toList())
                : id(reply);
    }

    private Reply id(Reply reply) {
        return reply instanceof Reply.Scalar scalar && scalar.type() == ':' && ids.containsKey(scalar.number())
                ? text("{id:" + ids.get(scalar.number()) + "}")
                : reply;
    }

    private Bytes string(Bytes string) {
        String text = string.latin1();
        if (text.startsWith("id=") || text.startsWith("txt:id=")) {
            return Bytes.of(ClientList.parse(text.substring(text.indexOf("id="))).lines().stream()
                    .filter(fields -> ids.containsKey(Long.valueOf(fields.get("id"))))
                    // Redis turns its list of clients from time to time.
                    .sorted(Comparator.comparing(fields -> Long.valueOf(fields.get("id"))))
                    .map(this::listed).collect(Collectors.joining("\n")));
        }
        return text.contains("127.0.0.1:") ? Bytes.of(addresses(text)) : string;
    }

    private String listed(Map<String, String> fields) {
        long id = Long.parseLong(fields.get("id"));
        String kept = fields.entrySet().stream().filter(field -> LISTED.contains(field.getKey()))
                .map(field -> field.getKey() + "="
                        + ("flags".equals(field.getKey()) ? flags(field.getValue(), id) : field.getValue()))
                .collect(Collectors.joining(" "));
        long redirect = Long.parseLong(fields.get("redir"));
        return "id={id:" + ids.get(id) + "} addr=" + addresses(fields.get("addr"))
                + " laddr=" + addresses(fields.get("laddr")) + " redir="
                + (ids.containsKey(redirect) ? "{id:" + ids.get(redirect) + "}" : Long.toString(redirect)) + " "
                + kept;
    }

    /**
     * RESET ends what CLIENT NO-EVICT asked for since 7.2, as its page says, but not in 7.0. That a client goes on after a wait shows only within the
     * transaction that let it, in Redis' own way.
     */
    private String flags(String flags, long id) {
        String kept = (clients.get(id).hasReset() ? flags.replace("e", "") : flags).replace("u", "");
        return kept.isEmpty() ? "N" : kept;
    }

    private String addresses(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(found -> "{addr:" + ports.getOrDefault(Integer.valueOf(found.group(1)), "other") + "}");
    }

    private static Reply text(String text) {
        return new Reply.Scalar('+', Bytes.of(text));
    }
}
