package io.ringhold.wal.manifest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestTest {
    @TempDir
    private Path dir;

    @Test
    void shouldReadTheExampleOfTheDescriptor() throws IOException {
        final Manifest manifest = read("""
                # written by Redis
                file appendonly.aof.1.base.rdb seq 1 type b
                file appendonly.aof.1.incr.aof seq 1 type h
                file appendonly.aof.2.incr.aof seq 2 type i
                file "my log.aof.3.incr.aof" seq 3 type i
                """);
        assertThat(manifest.base())
                .isEqualTo(new ManifestEntry("appendonly.aof.1.base.rdb", 1, ManifestEntry.Type.BASE));
        assertThat(manifest.history()).extracting(ManifestEntry::name).containsExactly("appendonly.aof.1.incr.aof");
        assertThat(manifest.increments())
                .containsExactly(new ManifestEntry("appendonly.aof.2.incr.aof", 2, ManifestEntry.Type.INCREMENT),
                        new ManifestEntry("my log.aof.3.incr.aof", 3, ManifestEntry.Type.INCREMENT));
        assertThat(manifest.format()).isEqualTo("""
                file appendonly.aof.1.base.rdb seq 1 type b
                file appendonly.aof.1.incr.aof seq 1 type h
                file appendonly.aof.2.incr.aof seq 2 type i
                file "my log.aof.3.incr.aof" seq 3 type i
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.aof", "a b", "quo\"te", "apo'strophe", "tab\there", "bell\u0007", "umläut",
        "\u0001"})
    void shouldReadBackEveryName(final String name) throws IOException {
        final ManifestStore store = new ManifestStore(dir, "appendonly.aof");
        final Manifest manifest = new Manifest(null, List.of(),
                List.of(new ManifestEntry(name, 12, ManifestEntry.Type.INCREMENT)));
        store.write(manifest);
        assertThat(store.read()).isEqualTo(manifest);
    }

    @Test
    void shouldTakeKeysInAnyOrderAndPassOverThoseOfLaterVersions() throws IOException {
        assertThat(read("type i  extra 'a \\' b' SEQ 4 file 'x'\n").increments())
                .containsExactly(new ManifestEntry("x", 4, ManifestEntry.Type.INCREMENT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "file a seq 1 type|Invalid AOF manifest file format", "file a seq 1|Invalid AOF manifest file format",
        "file a seq x type i|Invalid AOF manifest file format", "file a seq 0 type i|Invalid AOF manifest file format",
        "file \"a seq 1 type i|Invalid AOF manifest file format",
        "file \"a\"b seq 1 type i|Invalid AOF manifest file format", "``|Invalid AOF manifest file format",
        "file ../a seq 1 type i|File can't be a path, just a filename",
        "file a seq 1 type x|Unknown AOF file type", "# nothing|Found an empty AOF manifest"})
    void shouldNameTheLineAndTheReasonWhenBroken(final String line, final String reason) {
        assertThatThrownBy(() -> read(line + "\n")).isInstanceOf(IOException.class)
                .hasMessageContaining("Bad AOF manifest file ").hasMessageContaining(" at line 1: " + reason);
    }

    @Test
    void shouldRefuseEntriesThatDoNotGoTogether() {
        assertThatThrownBy(() -> read("file a seq 1 type b\nfile b seq 2 type b\n"))
                .hasMessageContaining("line 2: Found duplicate base file information");
        assertThatThrownBy(() -> read("file a seq 2 type i\nfile b seq 2 type i\n"))
                .hasMessageContaining("line 2: Found a non-monotonic sequence number");
        assertThatThrownBy(() -> read("file " + "a".repeat(1100) + " seq 2 type i\n"))
                .hasMessageContaining("line 1: The AOF manifest file contains too long line");
        assertThatThrownBy(() -> read("file a seq 2 type i")).hasMessageContaining("line 1: ");
        assertThatThrownBy(() -> read("")).hasMessageContaining("Found an empty AOF manifest");
    }

    @Test
    void shouldNotReadAFileThatIsTooLargeForAManifest() throws IOException {
        final Path large = dir.resolve("appendonly.aof.manifest");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThatThrownBy(() -> ManifestStore.read(large)).isInstanceOf(IOException.class).hasMessage(
                "Bad AOF manifest file " + large + ": it has 3221225472 bytes, and a manifest at most 16777216; "
                        + "restore the file from a backup");
    }

    @Test
    void shouldLeaveNoTemporaryFileBehind() throws IOException {
        final ManifestStore store = new ManifestStore(dir, "a.aof");
        assertThat(store.read()).isEqualTo(Manifest.EMPTY);
        store.write(Manifest.EMPTY.withNextIncrement("a.aof"));
        store.write(Manifest.EMPTY.withNextIncrement("a.aof").withNextIncrement("a.aof"));
        assertThat(dir).isDirectoryContaining("glob:**a.aof.manifest").isDirectoryNotContaining("glob:**temp*");
        assertThat(store.read().increments()).extracting(ManifestEntry::name).containsExactly("a.aof.1.incr.aof",
                "a.aof.2.incr.aof");
    }

    private Manifest read(final String text) throws IOException {
        Files.writeString(dir.resolve("appendonly.aof.manifest"), text);
        return new ManifestStore(dir, "appendonly.aof").read();
    }
}
