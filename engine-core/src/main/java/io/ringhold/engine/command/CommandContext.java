package io.ringhold.engine.command;

import io.ringhold.engine.Engine;
import io.ringhold.engine.blocking.WaitReason;
import io.ringhold.engine.blocking.WaitingClient;
import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.ReplyMode;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ListValues;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.engine.transaction.CommandQueue;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * What a handler sees: the arguments where they were read, the session and its database, the reply, and the ways to say what
 * changed. One object serves all commands of the engine; nothing in it allocates but {@link #text}.
 *
 * <p>
 * A command that changes a key's value calls {@link #modified(int, KeyEvent)}, or counts by {@link #changed} and tells of each key once by
 * {@link #touched(int, KeyEvent)}. It is then logged as the client sent it, unless it has written its own {@link #effects}, or said
 * {@link #logNothing}.
 */
public final class CommandContext {
    /** Error for a value of another type than the command works on. */
    public static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";
    /** Error for an option that is not understood. */
    public static final String SYNTAX_ERROR = "ERR syntax error";
    /** Error for an argument that is not a 64-bit integer. */
    public static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
    /** Error when memory is short. */
    public static final String OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";
    /** Error for a number that no database has. */
    public static final String NO_SUCH_DATABASE = "ERR DB index is out of range";
    /** Error for a key that must be there. */
    public static final String NO_SUCH_KEY = "ERR no such key";

    private static final int MAX_QUOTED = 1 << 16;

    private final Engine engine;
    private final Keyspace keyspace;
    private final ReplyWriter reply = new ReplyWriter();
    private final ReplyWriter push = new ReplyWriter();
    private final EffectWriter effects;
    private final KeyEvents events;

    private RequestBatch batch;
    private int frame;
    private int count;
    private Command command;
    private Session session;
    private Database database;
    private int hashedArgument;
    private long hash;
    private long parsed;
    private long changes;
    private boolean loggedByHandler;
    private WaitingClient retried;
    private boolean waits;
    private TransactionExecutor transactions;
    private boolean nested;

    CommandContext(final Engine engine, final EffectWriter effects) {
        this.engine = engine;
        this.keyspace = engine.keyspace();
        this.effects = effects;
        this.events = engine.keyEvents();
    }

    void begin(final Session newSession, final RequestBatch newBatch) {
        session = newSession;
        batch = newBatch;
        database = keyspace.database(newSession.database());
        effects.database(database.index());
        keyspace.access().frozen(newSession.isLeavingNoTrace());
        reply.begin(newSession);
        engine.tracking().executing(newSession);
    }

    /** The session's commands are not executed any more, for now. */
    void end() {
        engine.tracking().executing(null);
    }

    void command(final Command newCommand, final int newFrame, final int argumentCount) {
        command = newCommand;
        frame = newFrame;
        count = argumentCount;
        hashedArgument = 0;
        changes = 0;
        loggedByHandler = false;
        waits = false;
    }

    void transactions(final TransactionExecutor executor) {
        transactions = executor;
    }

    void nested(final boolean inTransaction) {
        nested = inTransaction;
    }

    void retried(final WaitingClient client) {
        retried = client;
    }

    boolean waits() {
        return waits;
    }

    void resolved(final Command subcommand) {
        command = subcommand;
    }

    void knownHash(final int argument, final long keyHash) {
        hashedArgument = argument;
        hash = keyHash;
    }

    /** The engine, for commands about the server itself. */
    public Engine engine() {
        return engine;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    /** Operations on string values. */
    public StringValues strings() {
        return keyspace.strings();
    }

    /** Operations on lists. */
    public ListValues lists() {
        return keyspace.lists();
    }

    /** Operations on sets. */
    public SetValues sets() {
        return keyspace.sets();
    }

    /** Operations on hashes. */
    public HashValues hashes() {
        return keyspace.hashes();
    }

    /** Operations on sorted sets. */
    public SortedSetValues sortedSets() {
        return keyspace.sortedSets();
    }

    /** Operations on streams. */
    public StreamValues streams() {
        return keyspace.streams();
    }

    /** The command that runs; of a container's subcommand the subcommand. */
    public Command command() {
        return command;
    }

    public Session session() {
        return session;
    }

    /** The selected database. */
    public Database database() {
        return database;
    }

    /** Selects another database for the session. */
    public void select(final int index) {
        session.database(index);
        database = keyspace.database(index);
        effects.database(index);
    }

    public ReplyWriter reply() {
        return reply;
    }

    /** For messages that the client gets even when it wants no replies, between replies; sent with those of the batch. */
    public ReplyWriter push() {
        push.begin(session);
        return push;
    }

    /** Ends that the client gets no replies, with the reply to this command. */
    public void repliesOn() {
        session.replyMode(ReplyMode.ON);
        reply.begin(session);
    }

    /** Unix time in ms; stands still while the command runs. */
    public long nowMs() {
        return keyspace.nowMs();
    }

    /** Number of arguments, the command's name (and its subcommand's) included. */
    public int argumentCount() {
        return count;
    }

    /** Absolute address of an argument's bytes. */
    public long argument(final int index) {
        return batch.argumentAddress(frame, index);
    }

    public int argumentLength(final int index) {
        return batch.argumentLength(frame, index);
    }

    /** True when an argument is the word, given in upper case, in any case. */
    public boolean is(final int index, final String upperCaseWord) {
        return Ascii.equalsIgnoreCase(argument(index), argumentLength(index), upperCaseWord);
    }

    /** True when two arguments have the same bytes. */
    public boolean isSame(final int index, final int other) {
        return argumentLength(index) == argumentLength(other)
                && Memory.equals(argument(index), argument(other), argumentLength(index));
    }

    /** An argument as Latin-1 text; allocates, for cold paths. */
    public String text(final int index) {
        return Ascii.text(argument(index), argumentLength(index));
    }

    /** An argument as Redis quotes it in an error: as text, up to the first NUL, and no more than will do to know it by; allocates. */
    public String quoted(final int index) {
        return quoted(index, MAX_QUOTED);
    }

    /** As {@link #quoted(int)}, with so many bytes at the most. */
    public String quoted(final int index, final int maxBytes) {
        final String text = Ascii.text(argument(index), Math.min(argumentLength(index), maxBytes));
        final int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /**
     * Reads an argument as a 64-bit integer; when it is not one, replies with Redis' error and answers false.
     */
    public boolean parseInteger(final int index) {
        return parseInteger(index, NOT_AN_INTEGER);
    }

    /** As {@link #parseInteger(int)}, with another error. */
    public boolean parseInteger(final int index, final String error) {
        if (isInteger(index)) {
            return true;
        }
        reply.error(error);
        return false;
    }

    /** True when an argument is a 64-bit integer, which {@link #integer} then gives; replies nothing. */
    public boolean isInteger(final int index) {
        final long address = argument(index);
        final int length = argumentLength(index);
        if (!Decimal.isInteger(address, length)) {
            return false;
        }
        parsed = Decimal.parse(address, length);
        return true;
    }

    /** The integer read last. */
    public long integer() {
        return parsed;
    }

    /** Hash of the key that an argument is. */
    public long hash(final int index) {
        if (index != hashedArgument) {
            hash = keyspace.hash().hash(argument(index), argumentLength(index));
            hashedArgument = index;
        }
        return hash;
    }

    /** Slot of the key that an argument is, or 0; for commands that read. */
    public long findForRead(final int index) {
        final long keyHash = hash(index);
        if (keyspace.isExpiredKept()) {
            expireForWrite(keyHash, argument(index), argumentLength(index));
        }
        return database.findForRead(keyHash, argument(index), argumentLength(index));
    }

    /** A pause of clients keeps what has expired for those who read; to a command that writes it must be gone, as it will be when the log is replayed. */
    public void expireForWrite(final long keyHash, final long keyAddress, final int keyLength) {
        if (command.isWrite()) {
            database.find(keyHash, keyAddress, keyLength);
        }
    }

    /** Slot of the key that an argument is, or 0; for commands that ask about a key without using its value. */
    public long findUntouched(final int index) {
        return database.findUntouched(hash(index), argument(index), argumentLength(index));
    }

    /** Slot of the key that an argument is, or 0; for commands that look at how a key is kept, of whose misses nobody is told. */
    public long findUnannounced(final int index) {
        return database.findUnannounced(hash(index), argument(index), argumentLength(index));
    }

    /** Slot of the key that an argument is, or 0; without a trace, also when its time has come. */
    public long findEvenExpired(final int index) {
        return database.findEvenExpired(hash(index), argument(index), argumentLength(index));
    }

    /** Slot of the key that an argument is, or 0; for commands that write. */
    public long findForWrite(final int index) {
        return database.findForWrite(hash(index), argument(index), argumentLength(index));
    }

    /** Deletes the key that an argument is, if it is there, since there is nothing to store in it. Of one whose time has come DEL is told, too, and no expiry. */
    public void deleteDestination(final int index) {
        final long slot = findEvenExpired(index);
        if (slot != 0) {
            database.delete(slot);
            modified(index, KeyEvent.DEL);
        }
    }

    /** The entry in a slot of the selected database. */
    public long entry(final long slot) {
        return database.entry(slot);
    }

    /** True when the slot's value is a string; replies nothing. */
    public boolean isString(final long slot) {
        return keyspace.entries().type(database.entry(slot)) == ValueType.STRING;
    }

    /** True when the slot's value is a string; replies with WRONGTYPE otherwise. */
    public boolean requireString(final long slot) {
        return requireType(slot, ValueType.STRING);
    }

    /** True when the slot's value is a list; replies with WRONGTYPE otherwise. */
    public boolean requireList(final long slot) {
        return requireType(slot, ValueType.LIST);
    }

    /** True when the slot's value is of the type; replies with WRONGTYPE otherwise. */
    public boolean requireType(final long slot, final int type) {
        if (keyspace.entries().type(database.entry(slot)) == type) {
            return true;
        }
        reply.error(WRONG_TYPE);
        return false;
    }

    /** True when EXEC executes the command: it must not wait. */
    public boolean isInTransaction() {
        return nested;
    }

    /** Executes what the session has queued, with nothing in between, and replies with an array of all replies. For EXEC. */
    public void executeQueued(final CommandQueue queue) {
        transactions.execute(session, queue, batch, frame);
    }

    /** What the command, which is tried again, waited for; null when it is executed for the first time. */
    public WaitReason waitedFor() {
        return retried == null ? null : retried.reason();
    }

    /** As {@link #await(WaitReason, int, int, long)}, for values of a type. */
    public void await(final int valueType, final int firstKey, final int endKey, final long timeoutNs) {
        await(new WaitReason(valueType), firstKey, endKey, timeoutNs);
    }

    /**
     * Says that the command found nothing and waits for one of its keys: nothing has changed that clients see in the keys, and nothing was
     * replied. It is tried again when a key has been made, and replies with the null that stands for an array when its time is up; in a
     * transaction at once.
     *
     * @param reason
     *            what it waits for; ignored when the command is tried again.
     * @param firstKey
     *            argument that is the first key.
     * @param endKey
     *            behind the last key.
     * @param timeoutNs
     *            how long to wait; {@link Long#MAX_VALUE} is without end.
     */
    public void await(final WaitReason reason, final int firstKey, final int endKey, final long timeoutNs) {
        if (nested) {
            reply.nullArray();
            return;
        }
        waits = true;
        if (retried != null) {
            return;
        }
        final long nowNs = engine.clock().nanoTime();
        final WaitingClients waiting = engine.waiting();
        final WaitingClient client = waiting.add(session, batch, frame, reason,
                timeoutNs > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + timeoutNs);
        for (int i = firstKey; i < endKey; i++) {
            if (!waiting.addKey(client, database, keyspace.hash().hash(argument(i), argumentLength(i)), argument(i),
                    argumentLength(i))) {
                waiting.remove(client);
                waits = false;
                reply.error(OUT_OF_MEMORY);
                return;
            }
        }
    }

    /** Says that the value of the key that an argument is has changed: one change in the data, which has a name in notifications. */
    public void modified(final int keyArgument, final KeyEvent event) {
        changes++;
        touched(keyArgument, event);
    }

    /** As {@link #modified(int, KeyEvent)}, for so many changes; none is no change and has no event. */
    public void modified(final int keyArgument, final KeyEvent event, final long howMany) {
        changes += howMany;
        if (howMany != 0) {
            touched(keyArgument, event);
        }
    }

    /** As {@link #modified(int, KeyEvent)} for a command that counts its changes by {@link #changed}. */
    public void touched(final int keyArgument, final KeyEvent event) {
        if (events.isObserved()) {
            tellModified(database, keyArgument);
            tell(database, keyArgument, event);
        }
    }

    /** As {@link #touched(int, KeyEvent)}, for a key of another database. */
    public void touched(final Database other, final int keyArgument, final KeyEvent event) {
        if (events.isObserved()) {
            tellModified(other, keyArgument);
            tell(other, keyArgument, event);
        }
    }

    /** As {@link #touched(int, KeyEvent)}, for a change that has no name in notifications. */
    public void touched(final int keyArgument) {
        if (events.isObserved()) {
            tellModified(database, keyArgument);
        }
    }

    /** As {@link #touched(int)}, for a key that is no argument. */
    public void touched(final long keyAddress, final int keyLength) {
        if (events.isObserved()) {
            events.modified(database, keyAddress, keyLength, session);
        }
    }

    /** Says that something has happened to the key that an argument is, beside what {@link #touched(int, KeyEvent)} has said. */
    public void event(final int keyArgument, final KeyEvent event) {
        if (events.isObserved()) {
            tell(database, keyArgument, event);
        }
    }

    private void tellModified(final Database where, final int keyArgument) {
        events.modified(where, argument(keyArgument), argumentLength(keyArgument), session);
    }

    private void tell(final Database where, final int keyArgument, final KeyEvent event) {
        events.happened(event, where, argument(keyArgument), argumentLength(keyArgument));
    }

    /** Says that one thing in the data has changed. */
    public void changed() {
        changes++;
    }

    /** Says that so many things in the data have changed. */
    public void changed(final long howMany) {
        changes += howMany;
    }

    /** How many changes the command has made so far. */
    public long changes() {
        return changes;
    }

    /** Writes what the log is to keep in the place of the command itself. */
    public EffectWriter effects() {
        loggedByHandler = true;
        return effects;
    }

    /**
     * Makes sure that effects can be logged whose arguments have so many bytes; for what is longer than the command itself, and to be asked before that
     * is done.
     *
     * @return false when there is no memory.
     */
    public boolean canLog(final long bytes) {
        return !effects.log().enabled() || effects.reserve(bytes);
    }

    /** Says that the log need not keep the command, although it changed something. */
    public void logNothing() {
        loggedByHandler = true;
    }

    boolean isLoggedAsSent() {
        return !loggedByHandler;
    }
}
