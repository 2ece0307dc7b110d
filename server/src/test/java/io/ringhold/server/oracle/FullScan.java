package io.ringhold.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

/** Drives a SCAN to its end, since cursors and the sizes of steps are each server's own affair. */
public final class FullScan {
    private static final int MOST_STEPS = 1_000_000;

    private FullScan() {}

    /**
     * Repeats a {@code SCAN cursor ...} with the cursors that come back until the cursor is 0.
     *
     * @return an array of the elements found, each once and in order; or the reply, when it was an error
     */
    public static Reply run(RespConnection connection, Command scan) {
        SortedSet<Bytes> found = new TreeSet<>();
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
            elements.items().forEach(element -> found.add(((Reply.Scalar) element).payload()));
            if ("0".equals(cursor.text())) {
                return new Reply.Aggregate('*',
                        found.stream().map(element -> (Reply) new Reply.Scalar('$', element)).toList());
            }
            args.set(1, cursor.payload());
        }
        throw new AssertionError(scan + " does not come to an end");
    }
}
