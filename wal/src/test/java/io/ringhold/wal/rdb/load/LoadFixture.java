package io.ringhold.wal.rdb.load;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** An engine with all commands, into which files and payloads are loaded from memory whose bounds are checked. */
final class LoadFixture implements AutoCloseable {
    /** Nodes of trees that are kept for the next change. */
    private static final int RESERVED_NODES = 16;

    /** Notes and auxiliary fields, in order. */
    final List<String> heard = new ArrayList<>();
    final EngineHarness engine;
    final RdbValueCodec codec;
    List<byte[]> functions = List.of();
    long expiredKeys;
    long loadedBytes;

    LoadFixture() {
        this(64L << 20);
    }

    LoadFixture(final long dataBytes) {
        engine = EngineHarness.withDataBytes(dataBytes,
                AllCommands.groups().toArray(new CommandGroupHandlers[0]));
        codec = new RdbValueCodec(keyspace());
        engine.engine().valueCodec(codec);
    }

    Keyspace keyspace() {
        return engine.engine().keyspace();
    }

    /** Loads a whole file at once. */
    void load(final byte[] file) throws RdbException {
        load(file, RdbLoadOptions.DUMP_FILE, Long.MAX_VALUE / 2);
    }

    /** Loads a whole file in slices; returns how many. */
    int load(final byte[] file, final RdbLoadOptions options, final long budgetNs) throws RdbException {
        final Arena arena = engine.clientArena();
        final long block = arena.allocate(file.length, MemoryTag.SCRATCH);
        arena.putArray(block, file, 0, file.length);
        final long[] nowNs = {0};
        int slices = 0;
        try (RdbLoader loader = new RdbLoader(keyspace(), arena.address(block), file.length, options,
                () -> nowNs[0]++, listener())) {
            boolean finished = false;
            while (!finished) {
                finished = loader.load(budgetNs);
                slices++;
            }
            functions = loader.functions();
            expiredKeys = loader.expiredKeys();
            loadedBytes = loader.loadedBytes();
        } finally {
            arena.free(block);
        }
        return slices;
    }

    private RdbLoadListener listener() {
        return new RdbLoadListener() {
            @Override
            public void auxiliary(final String name, final String value) {
                heard.add(name + '=' + value);
            }

            @Override
            public void note(final String message) {
                heard.add(message);
            }
        };
    }

    /** Blocks of keys and values. */
    long blocks() {
        final Arena arena = engine.dataArena();
        long blocks = 0;
        for (final MemoryTag tag : List.of(MemoryTag.KEYS, MemoryTag.STRINGS, MemoryTag.LISTPACKS, MemoryTag.DICT,
                MemoryTag.SKIPLIST, MemoryTag.STREAM)) {
            blocks += Math.max(0, arena.blockCount(tag) - (tag == MemoryTag.SKIPLIST ? RESERVED_NODES : 0));
        }
        return blocks;
    }

    /** Frees everything that is being freed bit by bit. */
    void finishFreeing() {
        boolean more = keyspace().hasLazyFreeWork();
        while (more) {
            more = keyspace().freeSome();
        }
    }

    /** Deletes all keys. */
    void flush() {
        for (int i = 0; i < keyspace().databaseCount(); i++) {
            keyspace().flush(keyspace().database(i));
        }
        finishFreeing();
    }

    @Override
    public void close() {
        codec.close();
        engine.close();
    }
}
