package io.ringhold.engine.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.port.Transport;
import io.ringhold.engine.pubsub.Subscriber;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.transaction.Transaction;

/**
 * One client as the engine knows it: its place in the protocol (database, RESP version, authentication), what CLIENT LIST
 * shows of it, and the two ends of its pipe, the {@link OutputBuffer} and the batch handed back.
 *
 * <p>
 * Made by the transport that accepted the connection, then owned by the engine thread. What the transport may touch is said
 * at each method.
 */
public final class Session {
    /** What is to become of the connection. */
    public enum Closing {
        NO, AFTER_REPLIES, NOW
    }

    /** What CLIENT REPLY asked for. */
    public enum ReplyMode {
        ON, OFF, SKIP_NEXT
    }

    private static final String NO_COMMAND = "NULL";
    private static final VarHandle COMPLETED;
    private static final VarHandle SIGNALLED;
    private static final VarHandle MESSAGE_SIGNALLED;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            COMPLETED = lookup.findVarHandle(Session.class, "completedBatch", RequestBatch.class);
            SIGNALLED = lookup.findVarHandle(Session.class, "signalled", boolean.class);
            MESSAGE_SIGNALLED = lookup.findVarHandle(Session.class, "messageSignalled", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final Transport transport;
    private final Object attachment;
    private final SessionAddress address;
    private final OutputBuffer output;
    private final RequestMemory requests = new RequestMemory();
    private final long createdAtMs;

    @SuppressWarnings("unused")
    private RequestBatch completedBatch;
    @SuppressWarnings("unused")
    private boolean signalled;
    @SuppressWarnings("unused")
    private boolean messageSignalled;
    private volatile Closing closing = Closing.NO;
    private volatile boolean waiting;
    private volatile boolean inputStopped;

    private int database;
    private int protocol = 2;
    private boolean authenticated;
    private boolean monitor;
    private boolean ordinary;
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private ReplyMode replyMode = ReplyMode.ON;
    private boolean evictionExempt;
    private boolean leavingNoTrace;
    private boolean hungUp;
    private boolean heldBack;
    private boolean epilogue;
    private boolean gone;
    private Transaction transaction;
    private long lastActiveMs;
    private long trafficBytes;
    private String lastCommand = NO_COMMAND;
    private long commands;
    private long softLimitSinceMs;
    private Subscriber subscriber;
    private int heldParts;
    private long heldMessage = -1;

    /**
     * @param id
     *            unique as long as the server runs, growing, never 0.
     * @param transport
     *            owns the socket.
     * @param attachment
     *            the transport's own record of the connection; the engine does not look at it.
     */
    public Session(final long id, final Transport transport, final Object attachment, final SessionAddress address,
            final OutputBuffer output, final long nowMs) {
        this.id = id;
        this.transport = transport;
        this.attachment = attachment;
        this.address = address;
        this.output = output;
        this.createdAtMs = nowMs;
        this.lastActiveMs = nowMs;
    }

    public long id() {
        return id;
    }

    /** Any thread. */
    public Transport transport() {
        return transport;
    }

    /** The transport's record of the connection. Any thread. */
    public Object attachment() {
        return attachment;
    }

    /** Any thread. */
    public SessionAddress address() {
        return address;
    }

    /** Engine and transport, each its own side. */
    public OutputBuffer output() {
        return output;
    }

    /** What the client's requests take; transport and engine, each its own side. */
    public RequestMemory requests() {
        return requests;
    }

    public long createdAtMs() {
        return createdAtMs;
    }

    /** Hands the batch in flight back to the transport; {@link #signal} follows. Engine thread. */
    public void completeBatch(final RequestBatch batch) {
        COMPLETED.setRelease(this, batch);
    }

    /** The batch that the engine has finished with, once; else null. Transport thread. */
    public RequestBatch takeCompletedBatch() {
        final RequestBatch batch = (RequestBatch) COMPLETED.getAcquire(this);
        if (batch != null) {
            completedBatch = null;
        }
        return batch;
    }

    /** Asks the transport to look at the session, once however often it is called before the transport does. Engine thread. */
    public void signal() {
        if (!(boolean) SIGNALLED.getAndSet(this, true)) {
            transport.service(this);
        }
    }

    /** As {@link #signal} for a message that is no reply, so that the transport may look at others first. Engine thread. */
    public void signalMessage() {
        if (!(boolean) MESSAGE_SIGNALLED.getAndSet(this, true)) {
            transport.serviceMessage(this);
        }
    }

    /** Called by the transport before it looks at the session that it was asked to look at. Transport thread. */
    public void clearSignal() {
        SIGNALLED.setVolatile(this, false);
    }

    /** The same, when it was a message that it was asked for. Transport thread. */
    public void clearMessageSignal() {
        MESSAGE_SIGNALLED.setVolatile(this, false);
    }

    /** What is to become of the connection. Any thread. */
    public Closing closing() {
        return closing;
    }

    /** Asks for the connection to be closed; never takes a stronger wish back. {@link #signal} must follow. Engine thread. */
    public void close(final Closing how) {
        if (how.compareTo(closing) > 0) {
            closing = how;
        }
    }

    /** Index of the selected database. */
    public int database() {
        return database;
    }

    public void database(final int index) {
        database = index;
    }

    /** RESP version, 2 or 3. */
    public int protocol() {
        return protocol;
    }

    public void protocol(final int version) {
        protocol = version;
    }

    public boolean authenticated() {
        return authenticated;
    }

    public void authenticated(final boolean yes) {
        authenticated = yes;
        ordinary = authenticated && !monitor;
    }

    /** True when the client is shown all commands by MONITOR. */
    public boolean isMonitor() {
        return monitor;
    }

    public void monitor(final boolean yes) {
        monitor = yes;
        ordinary = authenticated && !monitor;
    }

    /** True when nothing about the session forbids it any command: it is authenticated, and no monitor. */
    public boolean isOrdinary() {
        return ordinary;
    }

    /** As set by CLIENT SETNAME; empty when none was. */
    public String name() {
        return name;
    }

    public void name(final String newName) {
        name = newName;
    }

    /** As set by CLIENT SETINFO LIB-NAME. */
    public String libraryName() {
        return libraryName;
    }

    public void libraryName(final String newName) {
        libraryName = newName;
    }

    /** As set by CLIENT SETINFO LIB-VER. */
    public String libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(final String version) {
        libraryVersion = version;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void replyMode(final ReplyMode mode) {
        replyMode = mode;
    }

    /** True, once, when CLIENT REPLY SKIP asked for the reply to the command that begins not to be sent. */
    public boolean takeSkip() {
        if (replyMode != ReplyMode.SKIP_NEXT) {
            return false;
        }
        replyMode = ReplyMode.ON;
        return true;
    }

    /**
     * Makes the client's own state that of a new connection, as RESET does; libraries keep their name.
     *
     * @param authenticatedAtFirst
     *            whether a new client need not authenticate.
     */
    public void reset(final boolean authenticatedAtFirst) {
        database = 0;
        protocol = 2;
        name = "";
        replyMode = ReplyMode.ON;
        evictionExempt = false;
        leavingNoTrace = false;
        authenticated(authenticatedAtFirst);
    }

    /** True when CLIENT NO-EVICT exempts the client from client eviction. */
    public boolean evictionExempt() {
        return evictionExempt;
    }

    public void evictionExempt(final boolean exempt) {
        evictionExempt = exempt;
    }

    /** True when CLIENT NO-TOUCH wants the client's commands not to count as uses of keys. */
    public boolean isLeavingNoTrace() {
        return leavingNoTrace;
    }

    public void leavingNoTrace(final boolean yes) {
        leavingNoTrace = yes;
    }

    /** True while a command waits for a key, which may be for ever. Any thread. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Says so; who says yes looks at {@link #takeInputStopped} after that. Engine thread. */
    public void waiting(final boolean yes) {
        waiting = yes;
    }

    /** Says that the client is not read any more unless {@link #isWaiting}, which is to be asked after that. Transport thread. */
    public void stopInput() {
        inputStopped = true;
    }

    /**
     * True, once, when {@link #stopInput} has been said: only reading tells that a client has gone, so when a command begins to wait
     * {@link #signal} must follow. Engine thread.
     */
    public boolean takeInputStopped() {
        if (!inputStopped) {
            return false;
        }
        inputStopped = false;
        return true;
    }

    /** True while CLIENT PAUSE holds its commands back. */
    public boolean isHeldBack() {
        return heldBack;
    }

    public void heldBack(final boolean yes) {
        heldBack = yes;
    }

    /** True when the client has closed its side of the connection: nobody waits for a reply. */
    public boolean hungUp() {
        return hungUp;
    }

    public void hungUp(final boolean yes) {
        hungUp = yes;
    }

    /** True when there is something to do after each of its commands: it tracks what it reads, or messages wait for the end of a reply. */
    public boolean hasEpilogue() {
        return epilogue;
    }

    public void epilogue(final boolean wanted) {
        epilogue = wanted;
    }

    /** True when the client has disconnected. */
    public boolean isGone() {
        return gone;
    }

    /** Says that the client has disconnected. */
    public void leave() {
        gone = true;
    }

    /** What the client queues and watches; null while it does neither. */
    public Transaction transaction() {
        return transaction;
    }

    public void transaction(final Transaction current) {
        transaction = current;
    }

    /** When the client was last heard from, or something was done for it. */
    public long lastActiveMs() {
        return lastActiveMs;
    }

    /** Notes that something was done for the client. */
    public void active(final long nowMs) {
        lastActiveMs = nowMs;
    }

    /** As {@link #active} if bytes have come or gone since the last call: messages, or parts of a long request or reply. */
    public void noticeTraffic(final long nowMs) {
        final long bytes = requests.receivedBytes() + output.takenBytes();
        if (bytes != trafficBytes) {
            trafficBytes = bytes;
            lastActiveMs = nowMs;
        }
    }

    /** Full name of the command that came last, executed or not, in lower case ("client|list"); "NULL" when there is none of its name. */
    public String lastCommand() {
        return lastCommand;
    }

    /**
     * Notes that a command has come.
     *
     * @param fullName
     *            null when there is none of that name.
     */
    public void commandCame(final String fullName, final long nowMs) {
        lastCommand = fullName == null ? NO_COMMAND : fullName;
        lastActiveMs = nowMs;
    }

    /** Counts a command that has done its work. */
    public void commandExecuted() {
        commands++;
    }

    /** Commands executed so far. */
    public long commands() {
        return commands;
    }

    /** The client's subscriptions, or null when it has none. */
    public Subscriber subscriber() {
        return subscriber;
    }

    /** How many topics of a kind the client has subscribed to. */
    public int subscriptions(final TopicKind kind) {
        return subscriber == null ? 0 : subscriber.count(kind);
    }

    /** True when the client gets messages in the place of replies: it has subscribed and speaks RESP2. */
    public boolean isInSubscriberMode() {
        return subscriber != null && protocol == 2;
    }

    /** Called by the one who keeps subscriptions. */
    public void subscriber(final Subscriber newSubscriber) {
        subscriber = newSubscriber;
    }

    /** True when something written before waits for the log, so that what follows must wait too. */
    public boolean hasHeldParts() {
        return heldParts != 0;
    }

    /** Called by the queue of what waits for the log. */
    public void heldParts(final int more) {
        heldParts += more;
    }

    /** Where the queue of what waits for the log has messages of the session; -1 before the first. */
    public long heldMessage() {
        return heldMessage;
    }

    /** Called by the queue of what waits for the log. */
    public void heldMessage(final long place) {
        heldMessage = place;
    }

    /** When the output passed the soft limit, 0 while it is below. */
    public long softLimitSinceMs() {
        return softLimitSinceMs;
    }

    public void softLimitSinceMs(final long nowMs) {
        softLimitSinceMs = nowMs;
    }
}
