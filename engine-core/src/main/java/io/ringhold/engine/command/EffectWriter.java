package io.ringhold.engine.command;

import io.ringhold.engine.port.CommandLog;
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
 * Engine thread; allocates nothing once the encoding buffer has grown. When no log is kept nothing is encoded.
 */
public final class EffectWriter {
    private static final int INITIAL_BYTES = 4096;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    /** Takes what is asked for: how much that is stands in {@link #reserve}. */
    private final GrowingBlock block = new GrowingBlock(MemoryTag.SCRATCH, 0, 0);
    private CommandLog log = CommandLog.NONE;
    private long length;
    private int database;
    private int effectDatabase;
    private boolean active;
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
        active = log.enabled();
        effectDatabase = database;
        length = 0;
        header('*', arguments);
        return this;
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
        if (active) {
            log.append(effectDatabase, block.address(), Math.toIntExact(length));
        }
        block.trim(MAX_KEPT_BYTES);
    }

    /**
     * Makes sure that a command of so many bytes can be encoded, so that a command is not found to be too large for the log only
     * after it was executed. A spare is asked for, and not done without: some effects are longer than what the client sent.
     *
     * @return false when there is no memory.
     */
    boolean reserve(final long bytes) {
        return bytes <= block.capacity()
                || block.reserve(Math.max(INITIAL_BYTES, bytes + Math.min(bytes, MAX_KEPT_BYTES)));
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
        Memory.putByte(at(), (byte) '\r');
        Memory.putByte(at() + 1, (byte) '\n');
        length += 2;
    }

    private boolean ensure(final long more) {
        // The command has been executed: without the spare is better than not at all.
        if (active && !reserve(length + more) && !block.reserve(length + more)) {
            throw new IllegalStateException("no memory to log " + (length + more) + " bytes of an executed command");
        }
        return active;
    }
}
