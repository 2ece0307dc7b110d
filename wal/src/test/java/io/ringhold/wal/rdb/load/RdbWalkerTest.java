package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.rdb.RdbFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RdbWalkerTest {
    private static final int MEMBERS = 5000;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 26));
    private final Arena input = Arena.reserve(ArenaOptions.of("input", 1 << 26));
    private final Keyspace keyspace = new Keyspace(arena, 1, new KeyHash(1, 2));
    private final List<String> seen = new ArrayList<>();
    private final List<Long> bytesBefore = new ArrayList<>();
    private RdbWalker walker;

    @AfterEach
    void close() {
        walker.close();
        arena.close();
        input.close();
    }

    @Test
    void shouldShowEveryRecordInOrder() throws RdbException {
        final RdbFileBuilder file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0);
        file.opcode(RdbFormat.OPCODE_AUX).text("redis-ver").text("7.0.15");
        file.opcode(RdbFormat.OPCODE_FUNCTION2).text("#!lua name=a");
        file.opcode(RdbFormat.OPCODE_SELECTDB).length(20).opcode(RdbFormat.OPCODE_RESIZEDB).length(2).length(1);
        file.opcode(RdbFormat.OPCODE_EXPIRETIME_MS).int64(1234).string(RdbFormat.TYPE_STRING, "a", "1");
        file.key(RdbFormat.TYPE_SET, "empty").length(0);
        file.opcode(RdbFormat.OPCODE_IDLE).length(5).string(RdbFormat.TYPE_STRING, "b", "hello");
        walk(file.end());

        assertThat(seen).containsExactly("auxiliary redis-ver=7.0.15", "function #!lua name=a", "database 20", "key a",
                "value a at 1234", "key empty", "empty empty", "key b", "value b at -1", "end true");
        assertThat(walker.version()).isEqualTo(RdbFormat.VERSION_7_0);
        assertThat(walker.next()).isFalse();
    }

    @Test
    void shouldLeaveNothingOfAValueInMemory() throws RdbException {
        final RdbFileBuilder file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0);
        for (int i = 0; i < 3; i++) {
            // more than is freed at once
            file.key(RdbFormat.TYPE_SET, "set" + i).length(MEMBERS);
            for (int member = 0; member < MEMBERS; member++) {
                file.text("member" + member);
            }
        }
        walk(file.end());

        assertThat(seen).hasSize(7);
        assertThat(bytesBefore).hasSize(3).containsOnly(keyspace.valueBytes());
    }

    @Test
    void shouldTellWhereItWasWhenAFileIsCut() {
        final byte[] cut = new RdbFileBuilder().version(RdbFormat.VERSION_7_0).key(RdbFormat.TYPE_SET, "cut").length(2)
                .text("member").toBytes();
        assertThatThrownBy(() -> walk(cut)).isInstanceOf(RdbException.class).hasMessageContaining("Unexpected EOF");

        assertThat(walker.stage()).isEqualTo(RdbWalker.Stage.VALUE);
        assertThat(walker.type()).isEqualTo(RdbFormat.TYPE_SET);
        assertThat(walker.hasKey()).isTrue();
        assertThat(text(walker.keyAddress(), walker.keyLength())).isEqualTo("cut");
        assertThat(walker.offset()).isEqualTo(cut.length);
    }

    @Test
    void shouldShowNoKeyWhenAFileCannotBeReadAnyMore(@TempDir final Path dir) throws IOException {
        final Path path = Files.write(dir.resolve("dump.rdb"),
                new RdbFileBuilder().version(RdbFormat.VERSION_7_0).strings(100, 1_000).end());
        try (RdbFile file = new RdbFile(path)) {
            walker = new RdbWalker(keyspace, file.address(), file.length(), entry -> truncate(path));
            assertThatThrownBy(walker::walk).isInstanceOf(RdbException.class)
                    .hasMessageEndingWith(": " + MappedReads.LOST);
            assertThat(walker.hasKey()).isFalse();
        }
    }

    private static void truncate(final Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldRefuseOpcodesThatAreNone() {
        final byte[] broken = new RdbFileBuilder().version(RdbFormat.VERSION_7_0).opcode(200).toBytes();
        assertThatThrownBy(() -> walk(broken)).isInstanceOf(RdbException.class).hasMessage("Invalid object type: 200");
        assertThat(walker.stage()).isEqualTo(RdbWalker.Stage.TYPE);
    }

    @Test
    void shouldGiveAChecksumThatIsWrongToTheVisitor() throws RdbException {
        final byte[] file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0).end();
        file[file.length - 1] ^= 1;
        walk(file);

        assertThat(seen).containsExactly("end false");
    }

    private void walk(final byte[] file) throws RdbException {
        final long block = input.allocate(file.length, MemoryTag.SCRATCH);
        input.putArray(block, file, 0, file.length);
        walker = new RdbWalker(keyspace, input.address(block), file.length, new Recorder());
        while (walker.next()) {
            assertThat(walker.offset()).isLessThan(file.length);
        }
        assertThat(walker.offset()).isEqualTo(file.length);
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private final class Recorder implements RdbWalker.Visitor {
        @Override
        public void auxiliary(final String name, final String value) {
            seen.add("auxiliary " + name + "=" + value);
        }

        @Override
        public void database(final long index) {
            seen.add("database " + index);
        }

        @Override
        public void function(final byte[] code) {
            seen.add("function " + new String(code, StandardCharsets.UTF_8));
        }

        @Override
        public void beforeValue(final long keyAddress, final int keyLength) {
            bytesBefore.add(keyspace.valueBytes());
            seen.add("key " + text(keyAddress, keyLength));
        }

        @Override
        public void key(final long entry) {
            seen.add("value " + text(keyspace.entries().keyAddress(entry), keyspace.entries().keyLength(entry)) + " at "
                    + (keyspace.entries().hasExpiry(entry) ? keyspace.entries().expireAtMs(entry) : -1));
        }

        @Override
        public void emptyKey(final long keyAddress, final int keyLength) {
            seen.add("empty " + text(keyAddress, keyLength));
        }

        @Override
        public void end(final long statedChecksum, final long computedChecksum) {
            seen.add("end " + (statedChecksum == computedChecksum));
        }
    }
}
