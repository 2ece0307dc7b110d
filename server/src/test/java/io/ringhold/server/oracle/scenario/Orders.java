package io.ringhold.server.oracle.scenario;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespParser;

/** Puts what a client heard in one step in an order of its own where Redis has none, or has had several. */
final class Orders {
    /** Messages that are no replies, by their first item, with the number of items. */
    private static final Map<String, Integer> MESSAGES = Map.of("message", 3, "pmessage", 4, "smessage", 3,
            "invalidate", 2, "tracking-redir-broken", 2);
    private static final Set<String> CONFIRMATIONS = Set.of("unsubscribe", "punsubscribe", "sunsubscribe");

    private Orders() {}

    /** Messages, with all that is in any order put in one. */
    static List<Reply> of(List<Reply> heard) {
        List<Reply> ordered = repliesFirst(withoutMessagesInside(heard));
        sortRuns(ordered, Orders::isSameMatch, Comparator.comparing(message -> Bytes.of(message.wire())));
        sortRuns(ordered, (a, b) -> isOfTracking(a) && isOfTracking(b), Comparator.comparing(Orders::isOfBrokenLink));
        return ordered;
    }

    /**
     * The same, when all channels were left at once, by themselves or in a transaction: they are left in any order, while the numbers of
     * those that are left go down all the same.
     */
    static List<Reply> ofLeavingAll(List<Reply> heard) {
        List<Reply> ordered = of(heard);
        List<Reply> channels = new ArrayList<>();
        collectChannelsLeft(ordered, channels);
        channels.sort(Comparator.comparing((Reply channel) -> Bytes.of(channel.wire())).reversed());
        return withChannelsLeft(ordered, channels);
    }

    private static void collectChannelsLeft(List<Reply> messages, List<Reply> channels) {
        for (Reply message : messages) {
            Optional<Reply> left = channelLeft(message);
            left.ifPresent(channels::add);
            if (left.isEmpty() && message instanceof Reply.Aggregate aggregate) {
                collectChannelsLeft(aggregate.items(), channels);
            }
        }
    }

    /** With the last of the channels as the first that was left, and so on. */
    private static List<Reply> withChannelsLeft(List<Reply> messages, List<Reply> channels) {
        List<Reply> replaced = new ArrayList<>();
        for (Reply message : messages) {
            if (channelLeft(message).isPresent()) {
                List<Reply> items = new ArrayList<>(((Reply.Aggregate) message).items());
                items.set(1, channels.removeLast());
                replaced.add(new Reply.Aggregate(message.type(), items));
            } else if (message instanceof Reply.Aggregate aggregate) {
                replaced.add(new Reply.Aggregate(message.type(), withChannelsLeft(aggregate.items(), channels)));
            } else {
                replaced.add(message);
            }
        }
        return replaced;
    }

    /**
     * Redis 7.0 sends what a transaction or a blocking command tells its own client in the middle of its reply, where it takes the place
     * of items, which then follow behind: what remains without it is read again.
     */
    private static List<Reply> withoutMessagesInside(List<Reply> heard) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<Reply> messages = new ArrayList<>();
        heard.forEach(message -> part(message, wire, messages));
        List<Reply> replies = new ArrayList<>();
        RespParser parser = new RespParser(new ByteArrayInputStream(wire.toByteArray()));
        try {
            while (parser.hasInput()) {
                replies.add(parser.read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("without its messages this is no sequence of replies: " + heard, e);
        }
        replies.addAll(messages);
        return replies;
    }

    private static void part(Reply reply, ByteArrayOutputStream wire, List<Reply> messages) {
        if (isMessage(reply)) {
            messages.add(reply);
        } else if (reply instanceof Reply.Aggregate aggregate) {
            wire.writeBytes(aggregate.head());
            aggregate.items().forEach(item -> part(item, wire, messages));
        } else {
            wire.writeBytes(reply.wire());
        }
    }

    /**
     * What a command tells its own client comes before its reply in Redis 7.0, behind it since 7.2; and of some changes Redis tells those
     * who track the key before those who listen to events, of others behind.
     */
    private static List<Reply> repliesFirst(List<Reply> heard) {
        List<Reply> ordered = new ArrayList<>(heard.stream().filter(Predicate.not(Orders::isMessage)).toList());
        heard.stream().filter(message -> isMessage(message) && !isOfTracking(message)).forEach(ordered::add);
        heard.stream().filter(Orders::isOfTracking).forEach(ordered::add);
        return ordered;
    }

    private static void sortRuns(List<Reply> messages, BiPredicate<Reply, Reply> belongTogether,
            Comparator<Reply> order) {
        int from = 0;
        while (from < messages.size()) {
            int to = from + 1;
            while (to < messages.size() && belongTogether.test(messages.get(from), messages.get(to))) {
                to++;
            }
            messages.subList(from, to).sort(order);
            from = to;
        }
    }

    /** A message that several patterns of a client match comes once for each, in any order. */
    private static boolean isSameMatch(Reply a, Reply b) {
        return a instanceof Reply.Aggregate x && b instanceof Reply.Aggregate y && "pmessage".equals(kind(a))
                && "pmessage".equals(kind(b)) && x.items().subList(2, 4).equals(y.items().subList(2, 4));
    }

    /** Whether this is no reply, but what comes by itself. */
    static boolean isMessage(Reply reply) {
        return !kind(reply).isEmpty();
    }

    private static boolean isOfTracking(Reply reply) {
        return Set.of("invalidate", "tracking-redir-broken").contains(kind(reply)) || isRedirected(reply);
    }

    /** What another client tracks, as RESP2 tells it. */
    private static boolean isRedirected(Reply reply) {
        return "message".equals(kind(reply)) && reply instanceof Reply.Aggregate message
                && "__redis__:invalidate".equals(message.items().get(1).text());
    }

    /** Who tracks and hears of what another tracks is told of both in any order. */
    private static boolean isOfBrokenLink(Reply reply) {
        return "tracking-redir-broken".equals(kind(reply));
    }

    /** The first item of a message; empty for a reply. */
    private static String kind(Reply reply) {
        if (reply instanceof Reply.Aggregate aggregate && !aggregate.items().isEmpty()) {
            String kind = aggregate.items().getFirst().text();
            return MESSAGES.getOrDefault(kind, 0) == aggregate.items().size() ? kind : "";
        }
        return "";
    }

    private static Optional<Reply> channelLeft(Reply message) {
        return message instanceof Reply.Aggregate aggregate && aggregate.items().size() == 3
                && CONFIRMATIONS.contains(aggregate.items().getFirst().text())
                        ? Optional.of(aggregate.items().get(1))
                        : Optional.empty();
    }
}
