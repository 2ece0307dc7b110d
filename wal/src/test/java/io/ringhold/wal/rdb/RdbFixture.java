package io.ringhold.wal.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.keys.KeyTableWalker;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/** A server whose keys are written to memory, and files that are read back. */
public final class RdbFixture implements AutoCloseable {
    public final ServerHarness harness;
    public final Contents.Server server;
    public final FleetingView view;

    public RdbFixture(final String... options) {
        harness = new ServerHarness(options);
        // the real time, for a real server has to agree on what has expired
        harness.advanceMs(System.currentTimeMillis() - harness.nowMs());
        final ServerHarness.Client client = harness.connect();
        server = words -> Replies.parse(client.execute(words));
        view = new FleetingView(arena());
    }

    /** A seed to be printed, so that a test can be run again with it. */
    public static long seed(final String test) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println(test + " -Dringhold.seed=" + seed);
        return seed;
    }

    public Arena arena() {
        return harness.engine().keyspace().arena();
    }

    public RdbImage image() {
        return RdbImage.of(harness.engine().keyspace());
    }

    /** The entry of a key of the first database. */
    public long entry(final byte[] key) {
        final Keyspace keyspace = harness.engine().keyspace();
        try (NativeBuffer copy = new NativeBuffer(Math.max(1, key.length))) {
            Memory.copyFromArray(key, 0, copy.address(), key.length);
            return keyspace.database(0).entry(keyspace.database(0)
                    .find(keyspace.hash().hash(copy.address(), key.length), copy.address(), key.length));
        }
    }

    /** The entries of all keys of all databases. */
    public long[] entries() {
        final LongStream.Builder entries = LongStream.builder();
        final KeyTableWalker walker = new KeyTableWalker(new LiveView(arena()));
        for (final RdbImage.DatabaseImage database : image().databases()) {
            walker.open(database.table());
            for (long next = walker.next(); next != 0; next = walker.next()) {
                entries.add(next);
            }
        }
        return entries.build().toArray();
    }

    /** Runs a command of words with blanks between them. */
    public Object run(final String words) {
        return server.ask(words.split(" ", -1));
    }

    public void fill(final Random random, final int keys, final boolean withFieldTimes) {
        new RandomKeys(server, random, harness.nowMs(), withFieldTimes).fill(keys);
    }

    /** The file, as one step writes it. */
    byte[] write(final RdbOptions options) throws IOException {
        return write(options, Integer.MAX_VALUE);
    }

    /** The file, as steps of so many keys write it. */
    byte[] write(final RdbOptions options, final int step) throws IOException {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        final RdbTarget target = (source, address) -> {
            final byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            file.writeBytes(bytes);
        };
        try (RdbWriter writer = new RdbWriter(view, image(), target, options)) {
            while (writer.writeSome(step)) {
                // until it is complete
            }
            if (writer.bytesWritten() != file.size() || writer.keysWritten() != image().keys()) {
                throw new AssertionError(
                        writer.bytesWritten() + " of " + file.size() + " bytes, keys " + writer.keysWritten());
            }
        }
        return file.toByteArray();
    }

    @Override
    public void close() {
        view.close();
        harness.close();
    }
}
