package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.offheap.stream.StreamFields;
import io.ringhold.offheap.stream.index.Outcome;
import io.ringhold.wal.rdb.DumpWriter;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.RdbVersionException;
import org.junit.jupiter.params.provider.Arguments;

/** Makes a dump with one large value of random elements, as a server would write it. */
final class LargeDump implements AutoCloseable {
    static final String KEY = "a large value";
    /** Not that of the reader: elements would come in the order of its tables. */
    private static final KeyHash WRITERS_HASH = new KeyHash(3, 4);

    private static final long ARENA_BYTES = 2L << 30;
    private static final int LONGEST = 8 << 20;
    private static final int FOOTER_LENGTH = Short.BYTES + Long.BYTES;

    private final Arena arena = Arena.reserve(ArenaOptions.of("dump", ARENA_BYTES));
    private final Keyspace keyspace = new Keyspace(arena, 1, WRITERS_HASH);
    private final ValueBuilder builder = new ValueBuilder(keyspace);
    private final NativeBuffer key = new NativeBuffer(KEY.length());
    private final NativeBuffer first = new NativeBuffer(LONGEST);
    private final NativeBuffer second = new NativeBuffer(LONGEST);
    private final Random random;
    private int secondLength;
    private int firstLength;

    LargeDump(final Random random) {
        this.random = random;
        EncodingLimits.defaults().applyTo(keyspace);
        put(key, KEY.getBytes(StandardCharsets.UTF_8));
        builder.key(key.address(), KEY.length(), Entries.NO_EXPIRY);
    }

    /** What a file is made of. */
    interface Maker {
        long make(LargeDump dump);
    }

    Random random() {
        return random;
    }

    /** Values of every kind that take some ten megabytes, or a multiple of that. */
    static Stream<Arguments> ofEveryKind(final int factor) {
        return Stream.of(of("string", dump -> dump.string(factor * (16 << 20))),
                of("compressed string", dump -> dump.repetitiveString(factor * (16 << 20))),
                of("list", dump -> dump.list(factor * 240_000, 300)),
                of("list of long elements", dump -> dump.list(factor * 10_000, 6_000)),
                of("set", dump -> dump.set(factor * 400_000, 100)),
                of("set of short members", dump -> dump.set(factor * 900_000, 3)),
                of("hash", dump -> dump.hash(factor * 100_000, 400, 0)),
                of("hash of short values", dump -> dump.hash(factor * 600_000, 4, 0)),
                of("hash with fields that expire", dump -> dump.hash(factor * 250_000, 100, 3)),
                of("sorted set", dump -> dump.sortedSet(factor * 400_000, 40)),
                of("stream", dump -> dump.stream(factor * 120_000, 400)),
                of("stream with many pending entries", dump -> dump.groups(2, 10, factor * 120_000)),
                of("stream with many consumers", dump -> dump.groups(2, factor * 100_000, 5_000)),
                of("stream with many groups", dump -> dump.groups(factor * 16_000, 2, 10)));
    }

    static Arguments of(final String name, final Maker maker) {
        return Arguments.of(name, maker);
    }

    /** Writes a file with a value into a folder. */
    static Path write(final Path folder, final Random random, final boolean compresses, final Maker maker)
            throws IOException {
        try (LargeDump dump = new LargeDump(random)) {
            return dump.write(folder.resolve("large.rdb"), compresses, maker);
        }
    }

    private Path write(final Path path, final boolean compresses, final Maker maker) throws IOException {
        final long entry = maker.make(this);
        try (DumpWriter writer = new DumpWriter(new LiveView(arena), WRITERS_HASH, RdbFormat.VERSION_7_4, compresses);
                OutputStream out = Files.newOutputStream(path)) {
            writer.write(entry);
            final byte[] value = new byte[Math.toIntExact(writer.length() - FOOTER_LENGTH)];
            Memory.copyToArray(writer.address(), value, 0, value.length);
            out.write("REDIS0012".getBytes(StandardCharsets.US_ASCII));
            out.write(value[0]);
            out.write(KEY.length());
            out.write(KEY.getBytes(StandardCharsets.UTF_8));
            out.write(value, 1, value.length - 1);
            out.write(RdbFormat.OPCODE_EOF);
            // no checksum
            out.write(new byte[Long.BYTES]);
        } catch (final RdbVersionException e) {
            throw new IOException(e);
        }
        return path;
    }

    long string(final int bytes) {
        final byte[] content = new byte[bytes];
        random.nextBytes(content);
        final NativeBuffer buffer = new NativeBuffer(bytes);
        put(buffer, content);
        final long entry = builder.string(buffer.address(), bytes);
        buffer.close();
        return entry;
    }

    /** A string that is compressed well. */
    long repetitiveString(final int bytes) {
        final NativeBuffer buffer = new NativeBuffer(bytes);
        put(buffer, "all the same ".repeat(bytes / 13 + 1).substring(0, bytes).getBytes(StandardCharsets.US_ASCII));
        final long entry = builder.string(buffer.address(), bytes);
        buffer.close();
        return entry;
    }

    /** A list of so many elements of up to so many bytes. */
    long list(final int elements, final int longest) {
        final long entry = builder.list();
        for (int i = 0; i < elements; i++) {
            first(i, longest);
            check(keyspace.lists().push(entry, false, first.address(), firstLength));
        }
        return entry;
    }

    long set(final int elements, final int longest) {
        final long entry = builder.set(elements);
        for (int i = 0; i < elements; i++) {
            first(i, longest);
            check(keyspace.sets().add(entry, first.address(), firstLength) > 0);
        }
        return entry;
    }

    /** A hash, one field in {@code timed} of which expires; none when that is 0. */
    long hash(final int elements, final int longest, final int timed) {
        final long entry = builder.hash(elements);
        for (int i = 0; i < elements; i++) {
            first(i, 30);
            second(longest);
            final boolean isTimed = timed > 0 && i % timed == 0;
            check(builder.addField(entry, first.address(), firstLength, second.address(), secondLength,
                    isTimed ? 1_900_000_000_000L + random.nextInt(1 << 30) : HashValues.NEVER) > 0);
        }
        return entry;
    }

    long sortedSet(final int elements, final int longest) {
        final long entry = builder.sortedSet(elements);
        for (int i = 0; i < elements; i++) {
            first(i, longest);
            check(builder.addMember(entry, first.address(), firstLength, random.nextInt(elements)) > 0);
        }
        return entry;
    }

    long stream(final int entries, final int longest) {
        final long entry = builder.stream();
        final long root = keyspace.streams().root(entry);
        for (int i = 0; i < entries; i++) {
            first(i % 3, 0);
            second(longest);
            check(keyspace.streams().streams().append(root, 1 + i / 10, i % 10, new Fields(), 4096,
                    100) == Outcome.DONE);
        }
        return entry;
    }

    /** A stream with a few entries, groups, each with so many consumers and pending entries. */
    long groups(final int groups, final int consumers, final int pending) {
        final long entry = stream(100, 50);
        final long root = keyspace.streams().root(entry);
        for (int g = 0; g < groups; g++) {
            text("group %09d".formatted(g));
            check(keyspace.streams().groups().create(root, first.address(), firstLength, 1, 1, 1) == Outcome.DONE);
            final long group = keyspace.streams().groups().find(root, first.address(), firstLength);
            final long[] all = new long[consumers];
            for (int c = 0; c < consumers; c++) {
                text("consumer %09d".formatted(c));
                check(keyspace.streams().consumers().create(group, first.address(), firstLength, 1) == Outcome.DONE);
                all[c] = keyspace.streams().consumers().find(group, first.address(), firstLength);
            }
            for (int p = 0; p < pending; p++) {
                check(keyspace.streams().pending().add(group, all[random.nextInt(consumers)], 1 + p / 7, p % 7, 1,
                        1) == Outcome.DONE);
            }
        }
        return entry;
    }

    /** Random letters, unlike those of other numbers; longer ones are rare. */
    private void first(final int number, final int longest) {
        text(number + ":" + letters(longest));
    }

    private void second(final int longest) {
        final byte[] value = letters(longest).getBytes(StandardCharsets.US_ASCII);
        secondLength = value.length;
        put(second, value);
    }

    private void text(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        firstLength = bytes.length;
        put(first, bytes);
    }

    private String letters(final int longest) {
        final byte[] letters = new byte[longest == 0 ? 0 : random.nextInt(1 + random.nextInt(longest))];
        random.nextBytes(letters);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + (letters[i] & 15));
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static void put(final NativeBuffer buffer, final byte[] bytes) {
        buffer.ensure(bytes.length);
        Memory.copyFromArray(bytes, 0, buffer.address(), bytes.length);
    }

    private static void check(final boolean isDone) {
        if (!isDone) {
            throw new AssertionError("not added");
        }
    }

    @Override
    public void close() {
        key.close();
        first.close();
        second.close();
        arena.close();
    }

    private final class Fields implements StreamFields {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public long fieldAddress(final int index) {
            return first.address();
        }

        @Override
        public int fieldLength(final int index) {
            return firstLength;
        }

        @Override
        public long valueAddress(final int index) {
            return second.address();
        }

        @Override
        public int valueLength(final int index) {
            return secondLength;
        }
    }
}
