package io.ringhold.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.ringhold.server.oracle.resp.Reply;

/** What XINFO STREAM FULL tells of a stream, without what depends on the clock, on the server's version or on how it keeps streams. */
final class StreamDump {
    private static final Set<String> LEFT_OUT = Set.of("radix-tree-keys", "radix-tree-nodes", "seen-time",
            "active-time");
    /** Where the time of delivery is in a pending entry, counted from its end. */
    private static final int TIME_FROM_END = 2;

    private StreamDump() {}

    /** The reply to XINFO STREAM key FULL COUNT 0, over RESP2, without what may differ. */
    static Reply of(Reply full) {
        return full instanceof Reply.Aggregate pairs ? withoutTimes(pairs) : full;
    }

    private static Reply withoutTimes(Reply.Aggregate pairs) {
        List<Reply> kept = new ArrayList<>();
        for (int i = 0; i + 1 < pairs.items().size(); i += 2) {
            String name = pairs.items().get(i).text();
            Reply value = pairs.items().get(i + 1);
            if (!LEFT_OUT.contains(name)) {
                kept.add(pairs.items().get(i));
                kept.add(switch (name) {
                    case "groups" -> each((Reply.Aggregate) value, StreamDump::withoutTimes);
                    case "consumers" -> each(busy((Reply.Aggregate) value), StreamDump::withoutTimes);
                    case "pending" -> each((Reply.Aggregate) value, StreamDump::withoutTime);
                    default -> value;
                });
            }
        }
        return new Reply.Aggregate('*', kept);
    }

    private static Reply each(Reply.Aggregate items, Function<Reply.Aggregate, Reply> change) {
        return new Reply.Aggregate('*',
                items.items().stream().map(item -> change.apply((Reply.Aggregate) item)).toList());
    }

    /** Since Redis 7.2 consumers are made that get nothing; before that they are not. */
    private static Reply.Aggregate busy(Reply.Aggregate consumers) {
        return new Reply.Aggregate('*', consumers.items().stream()
                .filter(consumer -> !((Reply.Aggregate) ((Reply.Aggregate) consumer).items().getLast()).items()
                        .isEmpty())
                .toList());
    }

    private static Reply withoutTime(Reply.Aggregate pending) {
        List<Reply> kept = new ArrayList<>(pending.items());
        kept.remove(kept.size() - TIME_FROM_END);
        return new Reply.Aggregate('*', kept);
    }
}
