package io.ringhold.engine.command;

import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.util.LongDouble;
import io.ringhold.engine.util.UnsignedDecimal;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Encodes the commands that the log is to keep when that is not what the client sent: the deletion of an expired key, a SET
 * with an absolute expiry, the result of a command whose outcome depends on more than its arguments.
 *
 * <pre>
 * effects.begin(3).word("PEXPIREAT").bytes(key, keyLength).number(atMs).end();
 * </pre>
 *
 * What is encoded has been done and cannot be undone, so that there must be memory for it before: {@link #reserve} asks for it before a command
 * is executed, which bounds all that is made of the command's arguments; what has other data in it is asked for before that is changed
 * ({@link CommandContext#canLog}, {@link #canTake}).
 *
 * <p>
 * Engine thread; allocates nothing once the encoding buffer has grown. When no log is kept nothing is encoded.
 */
public final class EffectWriter {
    /** What an argument may take beside its bytes: a type, a length and two line ends. */
    public static final int ARGUMENT_OVERHEAD = 1 + Decimal.MAX_LENGTH + 2 + 2;

    /** By how much an argument may be longer than it came: one of an inline command, which had no length, or a place that has become a score. */
    private static final int ARGUMENT_GROWTH = 16;
    /** What else an effect may have that its command has not: words, numbers and ids, and one sum of INCRBYFLOAT. */
    private static final int MOST_ADDED = 512 + LongDouble.MAX_TEXT;
    /** Room for the first line of a command whose arguments are counted at its end. */
    private static final int HEADER_LENGTH = 1 + Decimal.MAX_LENGTH + 2;
    /** Enough for the end of a key whose name is of a usual length, at any time. */
    private static final int LEAST_BYTES = 8192;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, LEAST_BYTES, MAX_KEPT_BYTES);
    private CommandLog log = CommandLog.NONE;
    private long length;
    private int database;
    private int effectDatabase;
    private boolean active;
    private boolean reserved;
    private int units;

    /**
     * @param arena
     *            for the encoding buffer.
     */
    public EffectWriter(final Arena arena) {
        block.begin(arena);
    }

    /** Sets where effects go. */
    public void log(final CommandLog newLog) {
        log = newLog;
        block.reserve(1);
    }

    /** The log that effects go to. */
    public CommandLog log() {
        return log;
    }

    void database(final int index) {
        database = index;
    }

    /** Begins a unit of the log, unless one is open: {@link CommandLog#beginUnit}. */
    public void beginUnit() {
        if (units == 0) {
            log.beginUnit();
        }
        units++;
    }

    /** Ends what {@link #beginUnit} began; the outermost ends the unit. */
    public void endUnit() {
        units--;
        if (units == 0) {
            log.endUnit();
        }
    }

    /** Begins a command for another database than the selected one. */
    public EffectWriter begin(final int inDatabase, final int arguments) {
        begin(arguments);
        effectDatabase = inDatabase;
        return this;
    }

    /** Begins a command of so many arguments, its name included. */
    public EffectWriter begin(final int arguments) {
        beginAt(0);
        header('*', arguments);
        return this;
    }

    /** Begins a command of which it will be known at its {@link #end(int) end} how many arguments it has. */
    public EffectWriter begin() {
        beginAt(HEADER_LENGTH);
        return this;
    }

    private void beginAt(final int start) {
        active = log.enabled();
        effectDatabase = database;
        length = start;
    }

    /** Adds an argument of ASCII text. */
    public EffectWriter word(final String text) {
        header('$', text.length());
        if (ensure(text.length() + 2L)) {
            final long at = at();
            for (int i = 0; i < text.length(); i++) {
                Memory.putByte(at + i, (byte) text.charAt(i));
            }
            length += text.length();
            lineEnd();
        }
        return this;
    }

    /** Adds an argument of bytes in memory. */
    public EffectWriter bytes(final long address, final long count) {
        header('$', count);
        if (ensure(count + 2)) {
            Memory.copy(address, at(), count);
            length += count;
            lineEnd();
        }
        return this;
    }

    /** Adds a whole number. */
    public EffectWriter number(final long value) {
        header('$', Decimal.length(value));
        if (ensure(Decimal.MAX_LENGTH + 2)) {
            length = Decimal.write(at(), value) - block.address();
            lineEnd();
        }
        return this;
    }

    /** Adds a stream id. */
    public EffectWriter streamId(final long ms, final long seq) {
        header('$', UnsignedDecimal.idLength(ms, seq));
        if (ensure(UnsignedDecimal.MAX_ID_LENGTH + 2)) {
            length = UnsignedDecimal.writeId(at(), ms, seq) - block.address();
            lineEnd();
        }
        return this;
    }

    /** Hands the command to the log. */
    public void end() {
        append(block.address());
    }

    /** Hands a command to the log that was begun without the number of its arguments, its name included. */
    public void end(final int arguments) {
        final long start = block.address() + HEADER_LENGTH - (1 + Decimal.length(arguments) + 2);
        if (active) {
            Memory.putByte(start, (byte) '*');
            crlf(Decimal.write(start + 1, arguments));
        }
        append(start);
    }

    private void append(final long start) {
        if (active) {
            log.append(effectDatabase, start, Math.toIntExact(at() - start));
            if (!reserved) {
                trim();
            }
        }
    }

    /** True when an argument of so many bytes can be added to the command that has been begun; to be asked before what it tells of is done. */
    public boolean canTake(final long bytes) {
        return !active || fits(length + ARGUMENT_OVERHEAD + bytes);
    }

    /**
     * Makes sure that what a command will have done can be encoded, until {@link #release}: any number of effects, each of which has of the command's
     * arguments what it likes, and words and numbers of its own.
     *
     * @return false when there is no memory; the command must not be executed then.
     */
    boolean reserve(final int frameLength, final int arguments) {
        return reserve(frameLength + (long) arguments * ARGUMENT_GROWTH);
    }

    /** As {@link #reserve(int, int)}, for effects with so many bytes, which need not be the command's. */
    boolean reserve(final long bytes) {
        reserved = true;
        return makeRoom(bytes);
    }

    /** As {@link #reserve(long)}, for one effect, which is encoded next. */
    boolean makeRoom(final long bytes) {
        return fits(bytes + MOST_ADDED);
    }

    /** To be called when no command is under way any more: what was reserved for it is given back when it is much. */
    void release() {
        reserved = false;
        trim();
    }

    private void trim() {
        if (block.capacity() > MAX_KEPT_BYTES) {
            block.end();
            block.reserve(1); // the least again, for which there is memory now
        }
    }

    /** The log takes commands of less than 2 GiB. */
    private boolean fits(final long bytes) {
        return bytes <= Integer.MAX_VALUE && block.reserve(bytes);
    }

    /** Absolute address behind what is encoded. */
    private long at() {
        return block.address() + length;
    }

    private void header(final char type, final long value) {
        if (ensure(Decimal.MAX_LENGTH + 3)) {
            Memory.putByte(at(), (byte) type);
            length = Decimal.write(at() + 1, value) - block.address();
            lineEnd();
        }
    }

    private void lineEnd() {
        crlf(at());
        length += 2;
    }

    private static void crlf(final long at) {
        Memory.putByte(at, (byte) '\r');
        Memory.putByte(at + 1, (byte) '\n');
    }

    private boolean ensure(final long more) {
        if (active && !fits(length + more)) {
            throw new IllegalStateException("no memory to log " + (length + more) + " bytes of an executed command");
        }
        return active;
    }
}
