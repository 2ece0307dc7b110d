package io.ringhold.wal.rdb.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.ringhold.engine.keyspace.AccessTracker;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.rdb.RdbFormat;
import org.agrona.concurrent.NanoClock;

/**
 * Loads an RDB file into a keyspace, in slices; format: {@link RdbFormat}. The keys that are in it must not be there yet. After an error
 * the keys that came before it are there. Engine thread; allocates nothing on the heap for keys and values.
 */
public final class RdbLoader implements AutoCloseable {
    /** The highest version that can be read: that of Redis 7.4. */
    public static final int MAX_VERSION = RdbFormat.VERSION_7_4;

    private static final long TIME_CHECK_BYTES = 64 << 10;
    /** A key takes its type, the length of its name and a byte of its value at the least. */
    private static final int MIN_KEY_BYTES = 3;
    private static final int MAX_EMPTY_NOTES = 10;
    /** Of the heap, for an array and its place in a list; functions may have no bytes at all. */
    private static final long FUNCTION_OVERHEAD_BYTES = 32;
    private static final long UNKNOWN = -1;

    private final RdbInput input = new RdbInput();
    private final RdbString key = new RdbString();
    private final RdbString module = new RdbString();
    private final Keyspace keyspace;
    private final Entries entries;
    private final AccessTracker access;
    private final RdbValueReader values;
    private final PendingKeys pending;
    private final RdbLoadOptions options;
    private final NanoClock clock;
    private final RdbLoadListener listener;
    private final List<byte[]> functions = new ArrayList<>();
    private final long totalBytes;
    private long functionBytesLeft = RdbInput.MOST_HEAP_BYTES;
    private int version;
    private boolean finished;
    private boolean closed;
    private long expired;
    private long empty;
    // what belongs to the key that comes next
    private long expireAtMs = Entries.NO_EXPIRY;
    private long idleSeconds = UNKNOWN;
    private int frequency = (int) UNKNOWN;

    /**
     * @param address
     *            absolute, of the file's first byte; the file may go on behind its end, as a log does.
     * @param clock
     *            for the slices.
     */
    public RdbLoader(final Keyspace keyspace, final long address, final long length, final RdbLoadOptions options,
            final NanoClock clock, final RdbLoadListener listener) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.access = keyspace.access();
        this.values = new RdbValueReader(keyspace);
        this.pending = new PendingKeys(keyspace, values);
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        this.totalBytes = length;
        input.open(address, length);
    }

    /**
     * Loads for a while. A single value is never split.
     *
     * @param budgetNs
     *            about how long to go on.
     * @return true when everything has been loaded.
     * @throws RdbException
     *             when the file is broken or cannot be read, or there is no memory; its message says what and where.
     */
    public boolean load(final long budgetNs) throws RdbException {
        final long deadline = clock.nanoTime() + budgetNs;
        final boolean complete;
        try {
            complete = MappedReads.read(() -> loadUntil(deadline), input::unreadable);
        } catch (final RdbException e) {
            close();
            throw e;
        }
        if (complete) {
            close();
        }
        return complete;
    }

    private boolean loadUntil(final long deadline) throws RdbException {
        while (!finished) {
            if (version == 0) {
                version = RdbHeader.read(input);
            }
            final long checkAt = input.offset() + TIME_CHECK_BYTES;
            while (!finished && input.offset() < checkAt) {
                readRecord();
            }
            pending.insertAll();
            input.checksum();
            if (clock.nanoTime() - deadline >= 0) {
                break;
            }
        }
        return finished;
    }

    /** Bytes to read; those that are behind the end of the dump included. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Bytes read so far; when all is loaded, the length of the dump. */
    public long loadedBytes() {
        return input.offset();
    }

    /** Keys loaded so far. */
    public long keys() {
        return pending.inserted();
    }

    /** Keys left out because their time had come. */
    public long expiredKeys() {
        return expired;
    }

    /** Version of the file; 0 before that is known. */
    public int version() {
        return version;
    }

    /** The code of the libraries of functions, each as FUNCTION LOAD takes it. */
    public List<byte[]> functions() {
        return Collections.unmodifiableList(functions);
    }

    private void readRecord() throws RdbException {
        final int opcode = input.readByte();
        switch (opcode) {
            case RdbFormat.OPCODE_EXPIRETIME -> expireAtMs = input.readInt() * 1000L;
            case RdbFormat.OPCODE_EXPIRETIME_MS -> expireAtMs = input.readLong();
            case RdbFormat.OPCODE_FREQ -> frequency = input.readByte();
            case RdbFormat.OPCODE_IDLE -> idleSeconds = input.readLength();
            case RdbFormat.OPCODE_SELECTDB -> selectDatabase();
            case RdbFormat.OPCODE_RESIZEDB -> {
                final long keys = input.readLength();
                input.readLength();
                pending.reserve(Long.compareUnsigned(keys, input.remaining()) < 0
                        ? Math.min(keys, input.remaining() / MIN_KEY_BYTES)
                        : input.remaining() / MIN_KEY_BYTES);
            }
            case RdbFormat.OPCODE_SLOT_INFO -> {
                input.readLength();
                input.readLength();
                input.readLength();
            }
            case RdbFormat.OPCODE_AUX -> listener.auxiliary(input.readText(), input.readText());
            case RdbFormat.OPCODE_FUNCTION2 -> readFunction();
            case RdbFormat.OPCODE_FUNCTION_PRE_GA -> throw input.broken("Pre-release function format not supported.");
            case RdbFormat.OPCODE_MODULE_AUX -> {
                ModuleData.readId(input);
                ModuleData.skipParts(input, module);
            }
            case RdbFormat.OPCODE_EOF -> finish();
            default -> readKey(opcode);
        }
    }

    private void readFunction() throws RdbException {
        final byte[] code = input.readBytes(functionBytesLeft - FUNCTION_OVERHEAD_BYTES);
        functionBytesLeft -= code.length + FUNCTION_OVERHEAD_BYTES;
        functions.add(code);
    }

    private void selectDatabase() throws RdbException {
        final long index = input.readLength();
        if (index < 0 || index >= keyspace.databaseCount()) {
            throw new RdbException(
                    "FATAL: Data file was created with a Redis server configured to handle more than "
                            + keyspace.databaseCount() + " databases. Exiting",
                    input.offset());
        }
        pending.select(keyspace.database((int) index));
    }

    private void readKey(final int type) throws RdbException {
        if (!RdbValueReader.isType(type)) {
            throw input.broken("Unknown RDB opcode or encoding type " + type);
        }
        input.readString(key);
        final long at = expireAtMs == Entries.NO_EXPIRY ? expireAtMs : Math.max(0, expireAtMs);
        final long entry = values.read(type, input, key.address(), key.length(), at);
        if (entry == RdbValueReader.EMPTY) {
            noteEmpty();
        } else if (options.dropExpired() && at != Entries.NO_EXPIRY && at < keyspace.nowMs()) {
            values.discard(entry);
            expired++;
        } else {
            entries.access(entry, accessBits());
            pending.add(entry, input.offset());
        }
        expireAtMs = Entries.NO_EXPIRY;
        idleSeconds = UNKNOWN;
        frequency = (int) UNKNOWN;
    }

    private int accessBits() {
        if (frequency >= 0) {
            return access.ofFrequency(frequency);
        }
        return idleSeconds >= 0 ? access.ofIdleSeconds(idleSeconds) : access.initial();
    }

    /** Bugs of old versions left such keys in files. */
    private void noteEmpty() {
        if (empty++ < MAX_EMPTY_NOTES) {
            listener.note("RDB loading skipped the empty key '" + PendingKeys.text(key.address(), key.length()) + "'");
        }
    }

    private void finish() throws RdbException {
        pending.insertAll();
        if (version >= RdbFormat.VERSION_CHECKSUM) {
            final long computed = input.checksum();
            final long stated = input.readLong();
            if (options.checksum() && stated == 0) {
                listener.note("RDB file was saved with checksum disabled: no check performed.");
            } else if (options.checksum() && stated != computed) {
                throw new RdbException("Wrong RDB checksum expected: (" + Long.toHexString(computed) + ") but got ("
                        + Long.toHexString(stated) + "). Aborting now.", input.offset() - Long.BYTES);
            }
        }
        finished = true;
        keyspace.statistics().dumpLoaded(keys(), expired);
    }

    /** Lets go of memory; keys that have not been added yet are dropped. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pending.discardAll();
            values.close();
            key.close();
            module.close();
            input.close();
        }
    }
}
