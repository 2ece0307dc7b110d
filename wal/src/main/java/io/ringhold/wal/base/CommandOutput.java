package io.ringhold.wal.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import io.ringhold.engine.util.Doubles;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.wal.rdb.BufferedOutput;

/**
 * Writes commands as arrays of bulk strings. The thread of the output, which closes it; allocates nothing on the heap, but for scores whose
 * text needs an exponent.
 *
 * <p>
 * Source: "Redis serialization protocol specification" at redis.io; annotations: {@code aof-timestamp-enabled} in redis.conf of Redis 7.
 */
final class CommandOutput implements AutoCloseable {
    private static final int TEXT_OFFSET = 32;
    private static final int SCRATCH_BYTES = TEXT_OFFSET + 64;
    private static final int WORDS_BYTES = 1 << 10;
    private static final int RADIX = 10;

    /** A word as a bulk string. */
    private record Bulk(long address, int length) {}

    private final MemoryView view;
    private final BufferedOutput output;
    private final NativeBuffer words = new NativeBuffer(WORDS_BYTES);
    private final Map<Word, Bulk> bulks = new EnumMap<>(Word.class);
    private final NativeBuffer scratch = new NativeBuffer(SCRATCH_BYTES);
    private final long line = scratch.address();
    private final long text = line + TEXT_OFFSET;

    /**
     * @param view
     *            of the arena that keys are in.
     */
    CommandOutput(final MemoryView view, final BufferedOutput output) {
        this.view = view;
        this.output = output;
        layOut();
    }

    /** Says when the commands behind it were written. */
    void timestamp(final long unixSeconds) throws IOException {
        Memory.putByte(text, (byte) '#');
        Memory.putByte(text + 1, (byte) 'T');
        Memory.putByte(text + 2, (byte) 'S');
        Memory.putByte(text + 3, (byte) ':');
        output.putBytes(text, lineEnd(Decimal.write(text + 4, unixSeconds)) - text);
    }

    /** Begins a command. */
    void begin(final Word command, final long arguments) throws IOException {
        putLine('*', arguments);
        word(command);
    }

    /** Begins a command whose first argument is a key. */
    void begin(final Word command, final long arguments, final EntryReader key) throws IOException {
        begin(command, arguments);
        string(view, key.keyOffset(), key.keyLength());
    }

    /** To be called now and then by work that writes nothing for long. */
    void pause() throws IOException {
        output.pause();
    }

    void word(final Word word) throws IOException {
        final Bulk bulk = bulks.get(word);
        output.putBytes(bulk.address(), bulk.length());
    }

    void number(final long value) throws IOException {
        text(Decimal.write(text, value));
    }

    /** The id of an entry of a stream. */
    void id(final long ms, final long seq) throws IOException {
        final long dash = putUnsigned(text, ms);
        Memory.putByte(dash, (byte) '-');
        text(putUnsigned(dash + 1, seq));
    }

    /** A score, so that it is read as the same number. */
    void score(final double value) throws IOException {
        text(Doubles.write(text, value));
    }

    /** Bytes of the arena, or what else the view shows. */
    void string(final MemoryView ofString, final long offset, final long length) throws IOException {
        putLine('$', length);
        output.putBytes(ofString, offset, length);
        output.putByte('\r');
        output.putByte('\n');
    }

    /** The element at which a listpack's reader stands. */
    void element(final ListpackReader at) throws IOException {
        if (at.isInteger()) {
            number(at.integer());
        } else {
            string(view, at.stringOffset(), at.stringLength());
        }
    }

    @Override
    public void close() {
        words.close();
        scratch.close();
    }

    /** Makes bulk strings of all words. */
    private void layOut() {
        long at = words.address();
        for (final Word word : Word.values()) {
            final byte[] bulk = ("$" + word.name().length() + "\r\n" + word.name() + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            Memory.copyFromArray(bulk, 0, at, bulk.length);
            bulks.put(word, new Bulk(at, bulk.length));
            at += bulk.length;
        }
    }

    /** The argument that stands in the scratch memory. */
    private void text(final long end) throws IOException {
        final long length = end - text;
        putLine('$', length);
        output.putBytes(text, lineEnd(end) - text);
    }

    private void putLine(final char kind, final long number) throws IOException {
        Memory.putByte(line, (byte) kind);
        output.putBytes(line, lineEnd(Decimal.write(line + 1, number)) - line);
    }

    private static long lineEnd(final long address) {
        Memory.putByte(address, (byte) '\r');
        Memory.putByte(address + 1, (byte) '\n');
        return address + 2;
    }

    private static long putUnsigned(final long address, final long value) {
        if (value >= 0) {
            return Decimal.write(address, value);
        }
        final long tens = Long.divideUnsigned(value, RADIX);
        final long last = Decimal.write(address, tens);
        Memory.putByte(last, (byte) ('0' + (value - tens * RADIX)));
        return last + 1;
    }
}
