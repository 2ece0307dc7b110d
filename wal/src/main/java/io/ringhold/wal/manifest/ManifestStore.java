package io.ringhold.wal.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.LogFile;
import io.ringhold.wal.file.PosixLogFile;

/**
 * The manifest file of one log. A change writes a new file beside it, forces it, renames it over the old one and forces
 * the directory: after a crash there is the old manifest or the new one, whole. One thread.
 */
public final class ManifestStore {
    /** What has more is something else: hundreds of thousands of lines. */
    private static final long MOST_BYTES = 16 << 20;

    private final Path directory;
    private final Path file;
    private final LogFile.Factory files;

    /**
     * @param directory
     *            of the log; must exist when the manifest is written.
     * @param logName
     *            the setting {@code appendfilename}.
     */
    public ManifestStore(final Path directory, final String logName) {
        this(directory, logName, PosixLogFile::open);
    }

    /** The same, on files of another kind. */
    public ManifestStore(final Path directory, final String logName, final LogFile.Factory files) {
        this.directory = directory;
        this.file = directory.resolve(logName + ".manifest");
        this.files = files;
    }

    /** True when there is a manifest. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Reads the manifest, or gives the empty one when there is none.
     *
     * @throws IOException
     *             when it cannot be read or is broken; one line that names file, line and reason.
     */
    public Manifest read() throws IOException {
        return exists() ? read(file) : Manifest.EMPTY;
    }

    /**
     * Reads a manifest file.
     *
     * @throws IOException
     *             as {@link #read()}.
     */
    public static Manifest read(final Path file) throws IOException {
        final String text = text(file);
        final Manifest.Builder builder = new Manifest.Builder();
        int number = 0;
        try {
            int start = 0;
            while (start < text.length()) {
                number++;
                final int end = text.indexOf('\n', start);
                if (end < 0 || end - start >= ManifestLineDescriptor.MAX_LENGTH) {
                    throw new ManifestException("The AOF manifest file contains too long line");
                }
                if (text.charAt(start) != ManifestLineDescriptor.COMMENT) {
                    builder.add(ManifestLine.parse(text.substring(start, end)));
                }
                start = end + 1;
            }
            return builder.build();
        } catch (final ManifestException e) {
            throw new IOException("Bad AOF manifest file " + file + " at line " + number + ": " + e.getMessage()
                    + "; mend that line or restore the file from a backup", e);
        }
    }

    private static String text(final Path file) throws IOException {
        final long bytes;
        try {
            bytes = Files.size(file);
            if (bytes <= MOST_BYTES) {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            }
        } catch (final IOException e) {
            throw new IOException(
                    "Fatal error: can't open the AOF manifest file " + file.getFileName() + " for reading: "
                            + FileErrors.reason(e),
                    e);
        }
        throw new IOException("Bad AOF manifest file " + file + ": it has " + bytes + " bytes, and a manifest at most "
                + MOST_BYTES + "; restore the file from a backup");
    }

    /** Puts a manifest in the place of the old one. */
    public void write(final Manifest manifest) throws IOException {
        final Path temporary = directory.resolve("temp-" + file.getFileName());
        try {
            files.write(temporary, manifest.format().getBytes(StandardCharsets.ISO_8859_1));
            files.rename(temporary, file);
            files.syncNames(directory);
        } catch (final IOException e) {
            throw new IOException("Can't write the AOF manifest file " + file + ": " + FileErrors.reason(e), e);
        }
    }
}
