package io.ringhold.engine.migration;

import io.ringhold.engine.blocking.WaitReason;
import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerLink;
import io.ringhold.engine.port.PeerReplies;
import io.ringhold.engine.port.PeerReplies.Failure;

/**
 * A MIGRATE under way. Its command is executed when it comes, and again whenever the other server has answered: {@link #goOn} settles what became of
 * the keys that were sent, and packs the next ones. Engine thread.
 */
public final class Migration {
    private static final String NO_KEY = "NOKEY";
    private static final String IN_TRANSACTION = "ERR MIGRATE waits for another server and cannot be executed in a transaction";
    private static final String REFUSED = "ERR Target instance replied with error: ";
    private static final String CANNOT_CONNECT = "IOERR error or timeout connecting to the client";
    private static final String CANNOT_WRITE = "IOERR error or timeout writing to target instance";
    private static final String CANNOT_READ = "IOERR error or timeout reading to target instance";

    private final MigrateRequest request;
    private final PeerLink link;
    private final Parcel parcel;
    private final WaitReason reason = new WaitReason(this);
    private int nextKey;
    private boolean greeted;
    private boolean keysSent;
    private PeerReplies replies;
    private Failure failure;
    private String refusal;
    private int changedKeys;

    private Migration(final CommandContext context, final MigrateRequest request) {
        this.request = request;
        this.nextKey = request.firstKey();
        this.link = context.engine().peers().open(
                new PeerAddress(request.host(), request.port(), identity(context, request)), request.timeoutMs());
        this.parcel = new Parcel(context.engine().clientArena(), request.endKey() - request.firstKey());
    }

    /** Executes the context's command for the first time. */
    public static void begin(final CommandContext context) {
        final MigrateRequest request = MigrateRequest.parse(context);
        if (request == null) {
            return;
        }
        boolean any = false;
        for (int key = request.firstKey(); key < request.endKey(); key++) {
            any |= context.findForRead(key) != 0;
        }
        if (!any) {
            context.reply().simple(NO_KEY);
        } else if (context.isInTransaction()) {
            context.reply().error(IN_TRANSACTION);
        } else {
            new Migration(context, request).greet(context);
        }
    }

    private static long identity(final CommandContext context, final MigrateRequest request) {
        if (request.password() == 0) {
            return 0;
        }
        final long user = request.user() == 0 ? 0 : context.hash(request.user());
        return 31 * user + context.hash(request.password()) | 1;
    }

    private void greet(final CommandContext context) {
        if (parcel.greet(context, request)) {
            send(context);
        } else {
            end(context, CommandContext.OUT_OF_MEMORY);
        }
    }

    private void send(final CommandContext context) {
        final WaitingClients waiting = context.engine().waiting();
        final Session session = context.session();
        context.await(reason, 0, 0, Long.MAX_VALUE); // first, for the answer may come at once
        link.exchange(parcel.requests(), parcel.count(), answer -> {
            replies = answer;
            waiting.answered(waiting.of(session));
        });
    }

    /** Executes the context's command again: the other server has answered, or cannot be reached. */
    public void goOn(final CommandContext context) {
        failure = replies.failure();
        boolean isReply = true;
        for (int i = 0; isReply && i < replies.lines().size(); i++) {
            isReply = settle(context, i, replies.lines().get(i));
        }
        failure = isReply ? failure : Failure.READING;
        final boolean goesOn = failure == null && (greeted || refusal == null)
                && context.session().closing() == Closing.NO;
        greeted = true;
        if (!goesOn) {
            end(context, outcome());
        } else if (!pack(context)) {
            end(context, CommandContext.OUT_OF_MEMORY);
        } else if (parcel.count() == 0) {
            end(context, outcome());
        } else {
            keysSent = true;
            send(context);
        }
    }

    /** False when the line is no reply: whose the lines behind it are nobody knows. */
    private boolean settle(final CommandContext context, final int index, final String line) {
        if (line.startsWith("+")) {
            if (greeted && !request.copies() && parcel.settle(context, index) == Parcel.Fate.CHANGED) {
                changedKeys++;
            }
            return true;
        }
        if (!line.startsWith("-")) {
            return false;
        }
        if (refusal == null) {
            refusal = line.substring(1);
        }
        return true;
    }

    /** False when there is no memory. */
    private boolean pack(final CommandContext context) {
        parcel.free(context.engine().transactions());
        final Database database = context.database();
        while (nextKey < request.endKey() && !parcel.isFull()) {
            final int key = nextKey;
            nextKey++;
            if (!context.canLog(context.argumentLength(key))) { // that it has expired
                return false;
            }
            final long slot = database.find(context.hash(key), context.argument(key), context.argumentLength(key));
            if (slot != 0 && !parcel.has(context, key) && !parcel.add(context, request, key, slot)) {
                return false;
            }
        }
        return true;
    }

    /** The error to reply, or null when there is none. */
    private String outcome() {
        if (refusal != null) {
            return REFUSED + refusal;
        }
        if (failure != null) {
            return switch (failure) {
                case CONNECTING -> CANNOT_CONNECT;
                case WRITING -> CANNOT_WRITE;
                case READING -> CANNOT_READ;
            };
        }
        return changedKeys == 0
                ? null
                : "ERR Keys changed or went while the target instance took them: " + changedKeys;
    }

    private void end(final CommandContext context, final String error) {
        parcel.free(context.engine().transactions());
        if (failure == null) {
            link.close();
        } else {
            link.abandon();
        }
        if (error != null) {
            context.reply().error(error);
        } else if (keysSent) {
            context.reply().ok();
        } else {
            context.reply().simple(NO_KEY);
        }
    }
}
