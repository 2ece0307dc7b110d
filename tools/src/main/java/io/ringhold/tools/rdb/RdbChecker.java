package io.ringhold.tools.rdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.tools.text.KeyText;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.load.RdbException;
import io.ringhold.wal.rdb.load.RdbWalker;

/**
 * Checks an RDB file by building every value in it, as a server does. Prints what redis-check-rdb 7.0 prints; the words for what is wrong within a
 * value are Ringhold's own. As redis-check-rdb, it passes two things that a server does not load, a key that a database has twice and the number of a
 * database that the server has not, and refuses one that a server passes over, a collection without elements. One thread, one file.
 */
public final class RdbChecker implements RdbWalker.Visitor {
    private static final String[] TYPES = {"string", "list-linked", "set-hashtable", "zset-v1", "hash-hashtable",
        "zset-v2", "module-value", "", "", "hash-zipmap", "list-ziplist", "set-intset", "zset-ziplist", "hash-ziplist",
        "quicklist", "stream", "hash-listpack", "zset-listpack", "quicklist-v2"};
    private static final String UNEXPECTED_END = "Unexpected EOF reading RDB file";
    private static final int NONE = -1;

    private final PrintWriter out;
    private final long nowMs;
    private RdbFile file;
    private RdbWalker walker;
    private long keys;
    private long expires;
    private long expired;

    /** What ends the check besides what the reader finds. */
    private static final class Unsound extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsound(final String message) {
            super(message);
        }
    }

    /**
     * @param nowMs
     *            Unix time that expiries are compared with.
     */
    public RdbChecker(final PrintWriter out, final long nowMs) {
        this.out = out;
        this.nowMs = nowMs;
    }

    /**
     * Checks a file.
     *
     * @param name
     *            how messages name it.
     * @return the offset behind the dump; negative when it is not sound.
     */
    public long check(final Path path, final String name) {
        print(0, "Checking RDB file " + name);
        try (RdbFile opened = new RdbFile(path, new KeyHash())) {
            file = opened;
            try (RdbWalker walk = opened.walk(this)) {
                walker = walk;
                return walk();
            }
        } catch (final IOException e) {
            out.println("Cannot open file " + name + ": " + FileErrors.reason(e));
            return NONE;
        } finally {
            out.flush();
        }
    }

    private long walk() {
        try {
            walker.walk();
            print(walker.offset(), "\\o/ RDB looks OK! \\o/");
            printCounts();
            return walker.offset();
        } catch (final RdbException e) {
            printError(e.getMessage().endsWith(UNEXPECTED_END) ? UNEXPECTED_END : e.getMessage());
        } catch (final Unsound e) {
            printError(e.getMessage());
        }
        return NONE;
    }

    private void printError(final String message) {
        out.println("--- RDB ERROR DETECTED ---");
        print(walker.offset(), message);
        out.println("[additional info] While doing: " + walker.stage().redisName());
        if (walker.hasKey()) {
            out.println("[additional info] Reading key '" + text(walker.keyAddress(), walker.keyLength()) + "'");
        }
        final int type = walker.type();
        if (type != RdbWalker.NO_TYPE) {
            out.println("[additional info] Reading type " + type + " (" + typeName(type) + ")");
        }
        printCounts();
    }

    private void printCounts() {
        out.println("[info] " + keys + " keys read");
        out.println("[info] " + expires + " expires");
        out.println("[info] " + expired + " already expired");
    }

    private void print(final long offset, final String message) {
        out.println("[offset " + offset + "] " + message);
    }

    private static String typeName(final int type) {
        if (type < TYPES.length) {
            return TYPES[type];
        }
        return switch (type) {
            case RdbFormat.TYPE_STREAM_LISTPACKS_2 -> "stream-v2";
            case RdbFormat.TYPE_SET_LISTPACK -> "set-listpack";
            case RdbFormat.TYPE_STREAM_LISTPACKS_3 -> "stream-v3";
            case RdbFormat.TYPE_HASH_METADATA_PRE_GA -> "hash-hashtable-md-pre-release";
            case RdbFormat.TYPE_HASH_LISTPACK_EX_PRE_GA -> "hash-listpack-md-pre-release";
            case RdbFormat.TYPE_HASH_METADATA -> "hash-hashtable-md";
            case RdbFormat.TYPE_HASH_LISTPACK_EX -> "hash-listpack-md";
            default -> "unknown";
        };
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[Math.min(length, KeyText.MAX_BYTES + 1)];
        Memory.copyToArray(address, bytes, 0, bytes.length);
        return KeyText.of(bytes, 0, bytes.length);
    }

    /** Of characters that stand for bytes. */
    private static String text(final String latin1) {
        final byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return KeyText.of(bytes, 0, bytes.length);
    }

    @Override
    public void auxiliary(final String name, final String value) {
        print(walker.offset(), "AUX FIELD " + text(name) + " = '" + text(value) + "'");
    }

    @Override
    public void database(final long index) {
        print(walker.offset(), "Selecting DB ID " + Long.toUnsignedString(index));
    }

    @Override
    public void module(final String name) {
        print(walker.offset(), "MODULE AUX for: " + name);
    }

    @Override
    public void beforeValue(final long keyAddress, final int keyLength) {
        keys++;
    }

    @Override
    public void key(final long entry) {
        final Entries entries = file.keyspace().entries();
        if (entries.hasExpiry(entry)) {
            expires++;
            if (entries.expireAtMs(entry) < nowMs) {
                expired++;
            }
        }
    }

    @Override
    public void emptyKey(final long keyAddress, final int keyLength) {
        throw new Unsound("Collection without elements");
    }

    @Override
    public void end(final long statedChecksum, final long computedChecksum) {
        if (walker.version() < RdbFormat.VERSION_CHECKSUM) {
            return;
        }
        if (statedChecksum == 0) {
            print(walker.offset(), "RDB file was saved with checksum disabled: no check performed.");
        } else if (statedChecksum == computedChecksum) {
            print(walker.offset(), "Checksum OK");
        } else {
            throw new Unsound("RDB CRC error");
        }
    }
}
