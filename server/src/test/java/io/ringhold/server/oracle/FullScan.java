package io.ringhold.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.rule.Rule;

/** Drives a SCAN, SSCAN, HSCAN or ZSCAN to its end, since cursors and the sizes of steps are each server's own affair. */
public final class FullScan {
    private static final int MOST_STEPS = 1_000_000;

    private static final Set<String> NAMES = Set.of("SCAN", "SSCAN", "HSCAN", "ZSCAN");

    private FullScan() {}

    /**
     * Whether a command is one of these from the beginning.
     */
    public static boolean isFromTheStart(Command command) {
        return NAMES.contains(command.name()) && command.args().size() > cursorOf(command)
                && "0".equals(command.upper(cursorOf(command)));
    }

    /**
     * Repeats a {@code SCAN cursor ...} with the cursors that come back until the cursor is 0.
     *
     * @return an array of the elements found, or of pairs of them, each once and in order; or the reply, when it was an error
     */
    public static Reply run(RespConnection connection, Command scan) {
        SortedSet<Bytes> found = new TreeSet<>();
        int group = isOfPairs(scan) ? 2 : 1;
        List<Bytes> args = new ArrayList<>(scan.args());
        for (int step = 0; step < MOST_STEPS; step++) {
            Reply reply = connection.call(new Command(args));
            if (reply.isError()) {
                return reply;
            }
            if (!(reply instanceof Reply.Aggregate array && array.items().size() == 2
                    && array.items().getFirst() instanceof Reply.Scalar cursor
                    && array.items().getLast() instanceof Reply.Aggregate elements)) {
                throw new AssertionError(scan + " gave " + reply);
            }
            found.addAll(Rule.groups(elements, group));
            if ("0".equals(cursor.text())) {
                return new Reply.Aggregate('*',
                        found.stream().map(wire -> (Reply) new Reply.Scalar('$', wire)).toList());
            }
            args.set(cursorOf(scan), cursor.payload());
        }
        throw new AssertionError(scan + " does not come to an end");
    }

    private static int cursorOf(Command command) {
        return "SCAN".equals(command.name()) ? 1 : 2;
    }

    private static boolean isOfPairs(Command command) {
        return "ZSCAN".equals(command.name()) || "HSCAN".equals(command.name())
                && command.args().stream().noneMatch(arg -> "NOVALUES".equalsIgnoreCase(arg.latin1()));
    }
}
