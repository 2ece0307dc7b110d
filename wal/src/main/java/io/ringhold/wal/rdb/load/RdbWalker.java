package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.rdb.RdbFormat;

/**
 * Goes through an RDB file record by record, for tools: each value is built as a server builds it, shown, and freed before the next one, so that
 * a file of any size needs no more memory than its largest value, or, where large values are handed over part by part, than a part. Unlike {@link RdbLoader} it tells at every moment where it is and what
 * it does, and judges nothing: expired keys are shown, the checksum is for the visitor. Format: {@link RdbFormat}. One thread; allocates
 * nothing on the heap for keys and values.
 */
public final class RdbWalker implements AutoCloseable {
    /** In the place of a type: there is none just now. */
    public static final int NO_TYPE = -1;

    /** The checksum follows while the bytes are still in the cache. */
    private static final long SUMMED_AT_ONCE = 64 << 10;
    /** Of a long value, so that the visitor can let go of memory. */
    private static final long SUMMED_AT_MOST = 8 << 20;

    private final RdbInput input = new RdbInput();
    private final RdbString key = new RdbString();
    private final RdbString part = new RdbString();
    private final Keyspace keyspace;
    private final RdbValueReader values;
    private final Visitor visitor;
    private Stage stage = Stage.START;
    private int version;
    private int type;
    private boolean hasKey;
    private boolean isFinished;
    private long expireAtMs = Entries.NO_EXPIRY;

    /** What is being done; the names are those that redis-check-rdb uses. */
    public enum Stage {
        START("start"), TYPE("read-type"), EXPIRE("read-expire"), KEY("read-key"), VALUE("read-object-value"), CHECKSUM(
                "check-sum"), LENGTH(
                        "read-len"), AUXILIARY("read-aux"), MODULE("read-module-aux"), FUNCTIONS("read-functions");

        private final String redisName;

        Stage(final String redisName) {
            this.redisName = redisName;
        }

        /** The name in Redis' words. */
        public String redisName() {
            return redisName;
        }
    }

    /** Is shown what is in the file, in the file's order. */
    public interface Visitor {
        /** A field about the file itself; Latin-1, the first KiB of longer ones. */
        default void auxiliary(final String name, final String value) {}

        /** The keys that follow belong to a database. */
        default void database(final long index) {}

        /** The code of a library of functions. */
        default void function(final byte[] code) {}

        /** Data of a module that belongs to no key. */
        default void module(final String name) {}

        /** The key that comes next has been read; its value has not. The address holds until the value is read. */
        default void beforeValue(final long keyAddress, final int keyLength) {}

        /**
         * A key with its value; not called for those that were handed over part by part.
         *
         * @param entry
         *            in no table, and freed after the call.
         */
        void key(long entry);

        /** The value of the key has been handed over part by part; in the place of {@link #key}. */
        default void keyInParts() {}

        /** A key whose collection has no elements, which servers pass over. */
        default void emptyKey(final long keyAddress, final int keyLength) {}

        /** What lies before an offset will not be read again; told now and then, also within long values. */
        default void passed(final long offset) {}

        /** The end; both are 0 in files of a version without. */
        default void end(final long statedChecksum, final long computedChecksum) {}
    }

    /**
     * @param keyspace
     *            that makes the values; no key is added to it.
     * @param address
     *            absolute, of the file's first byte; the file may go on behind its end, as a log does.
     */
    public RdbWalker(final Keyspace keyspace, final long address, final long length, final Visitor visitor) {
        this(keyspace, address, length, visitor, null);
    }

    /**
     * The same, with large values handed over part by part.
     *
     * @param parts
     *            who takes them, or null.
     */
    public RdbWalker(final Keyspace keyspace, final long address, final long length, final Visitor visitor,
            final ValueParts parts) {
        this.keyspace = keyspace;
        this.values = new RdbValueReader(keyspace, parts);
        this.visitor = visitor;
        input.open(address, length);
    }

    /**
     * Reads all records.
     *
     * @throws RdbException
     *             when the file is broken or cannot be read, or there is no memory.
     */
    public void walk() throws RdbException {
        MappedReads.read(() -> {
            while (next()) {
                // the visitor does the work
            }
            return isFinished;
        }, this::unreadable);
    }

    /** The name of a key may be where the file cannot be read, too. */
    private RdbException unreadable(final InternalError cause) {
        hasKey = false;
        return input.unreadable(cause);
    }

    /**
     * Reads the next record.
     *
     * @return false at the end.
     * @throws RdbException
     *             when the file is broken or there is no memory.
     */
    boolean next() throws RdbException {
        if (version == 0) {
            version = RdbHeader.read(input);
        }
        if (!isFinished) {
            stage = Stage.TYPE;
            final int opcode = input.readByte();
            read(opcode);
            while (input.unsummed() > SUMMED_AT_ONCE) {
                visitor.passed(input.checksumSome(SUMMED_AT_MOST));
            }
        }
        return !isFinished;
    }

    /** Bytes read so far; in the end, and after an error, where that was. */
    public long offset() {
        return input.offset();
    }

    /** What is being done, or was done when there was an error. */
    public Stage stage() {
        return stage;
    }

    /** Type of the key that is read, or {@link #NO_TYPE}. */
    public int type() {
        return type;
    }

    /** Whether the name of the key that is read is known: at {@link #keyAddress}. */
    public boolean hasKey() {
        return hasKey;
    }

    /** Absolute address of the name of the key that is read. */
    public long keyAddress() {
        return key.address();
    }

    /** Length of the name of the key that is read. */
    public int keyLength() {
        return key.length();
    }

    /** Version of the file; 0 before that is known. */
    public int version() {
        return version;
    }

    private void read(final int opcode) throws RdbException {
        switch (opcode) {
            case RdbFormat.OPCODE_EXPIRETIME -> {
                stage = Stage.EXPIRE;
                expireAtMs = Math.max(0, input.readInt() * 1000L);
            }
            case RdbFormat.OPCODE_EXPIRETIME_MS -> {
                stage = Stage.EXPIRE;
                expireAtMs = Math.max(0, input.readLong());
            }
            case RdbFormat.OPCODE_FREQ -> input.readByte();
            case RdbFormat.OPCODE_IDLE -> input.readLength();
            case RdbFormat.OPCODE_SELECTDB -> {
                stage = Stage.LENGTH;
                visitor.database(input.readLength());
            }
            case RdbFormat.OPCODE_RESIZEDB -> skipLengths(2);
            case RdbFormat.OPCODE_SLOT_INFO -> skipLengths(3);
            case RdbFormat.OPCODE_AUX -> {
                stage = Stage.AUXILIARY;
                visitor.auxiliary(input.readText(), input.readText());
            }
            case RdbFormat.OPCODE_FUNCTION2 -> {
                stage = Stage.FUNCTIONS;
                visitor.function(input.readBytes(RdbInput.MOST_HEAP_BYTES));
            }
            case RdbFormat.OPCODE_FUNCTION_PRE_GA -> {
                stage = Stage.FUNCTIONS;
                throw input.broken("Pre-release function format not supported.");
            }
            case RdbFormat.OPCODE_MODULE_AUX -> {
                stage = Stage.MODULE;
                visitor.module(ModuleData.name(ModuleData.readId(input)));
                ModuleData.skipParts(input, part);
            }
            case RdbFormat.OPCODE_EOF -> finish();
            default -> readKey(opcode);
        }
    }

    private void skipLengths(final int count) throws RdbException {
        stage = Stage.LENGTH;
        for (int i = 0; i < count; i++) {
            input.readLength();
        }
    }

    private void readKey(final int opcode) throws RdbException {
        if (!RdbValueReader.isType(opcode)) {
            throw new RdbException("Invalid object type: " + opcode, input.offset() - 1);
        }
        type = opcode;
        stage = Stage.KEY;
        input.readString(key);
        hasKey = true;
        stage = Stage.VALUE;
        visitor.beforeValue(key.address(), key.length());
        final long entry = values.read(type, input, key.address(), key.length(), expireAtMs);
        if (entry == RdbValueReader.IN_PARTS) {
            visitor.keyInParts();
        } else if (entry == RdbValueReader.EMPTY) {
            visitor.emptyKey(key.address(), key.length());
        } else {
            try {
                visitor.key(entry);
            } finally {
                values.discard(entry);
                while (keyspace.freeSome()) {
                    // a large value is freed in slices
                }
            }
        }
        expireAtMs = Entries.NO_EXPIRY;
        hasKey = false;
        type = NO_TYPE;
    }

    private void finish() throws RdbException {
        long stated = 0;
        long computed = 0;
        if (version >= RdbFormat.VERSION_CHECKSUM) {
            stage = Stage.CHECKSUM;
            computed = input.checksum();
            stated = input.readLong();
        }
        isFinished = true;
        visitor.end(stated, computed);
    }

    /** Lets go of memory; to be called once. */
    @Override
    public void close() {
        values.close();
        key.close();
        part.close();
        input.close();
    }
}
