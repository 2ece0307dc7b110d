package io.ringhold.tools.aof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.ringhold.tools.text.KeyText;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.manifest.Manifest;
import io.ringhold.wal.manifest.ManifestEntry;
import io.ringhold.wal.manifest.ManifestStore;

/**
 * Checks an append-only file, or all files of a manifest, and cuts off what is not valid when it is asked to. Says what redis-check-aof 7.0
 * says. One thread.
 */
public final class AofChecker {
    private static final String RDB_MAGIC = "REDIS";
    private static final String MANIFEST_WORD = "file";

    private final PrintWriter out;
    private final BufferedReader in;
    private final PreambleCheck preambles;
    private final boolean isFixing;
    private final long toTimestamp;
    private long line = 1;

    /** Checks the RDB file that an append-only file may begin with. */
    @FunctionalInterface
    public interface PreambleCheck {
        /**
         * Checks, and tells about it.
         *
         * @param name
         *            how messages name the file.
         * @return the offset behind it; negative when it is not sane.
         */
        long check(Path file, String name, PrintWriter out);
    }

    /** What ends the check at once; the message is the last line for the operator. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop(final String message) {
            super(message);
        }
    }

    /** What a file is for: the names that messages give it. */
    private record Role(String label, boolean isLast) {}

    /**
     * @param in
     *            answers whether to go on.
     * @param isFixing
     *            whether what is not valid is to be cut off, after a question.
     * @param toTimestamp
     *            Unix time in seconds after which all is to be cut off; 0 for none.
     */
    public AofChecker(final PrintWriter out, final BufferedReader in, final PreambleCheck preambles,
            final boolean isFixing, final long toTimestamp) {
        this.out = out;
        this.in = in;
        this.preambles = preambles;
        this.isFixing = isFixing;
        this.toTimestamp = toTimestamp;
    }

    /** Checks a manifest or a file; true when all is valid, or was made so. */
    public boolean check(final String name) {
        try {
            final Path path = Path.of(name);
            if (isManifest(path, name)) {
                checkManifest(path);
            } else {
                out.println("Start checking Old-Style AOF");
                checkFile(path, name, new Role("AOF", true));
            }
            return true;
        } catch (final Stop e) {
            if (!e.getMessage().isEmpty()) {
                out.println(e.getMessage());
            }
            return false;
        } finally {
            out.flush();
        }
    }

    /** A manifest's first line that is no comment begins with its first word. */
    private boolean isManifest(final Path path, final String name) {
        if (name.isEmpty()) {
            throw new Stop("Cannot open file " + name + ": No such file or directory");
        }
        if (Files.isDirectory(path)) {
            throw new Stop("Cannot read file: " + name);
        }
        try (AofFile file = new AofFile(path)) {
            long at = 0;
            while (at >= 0 && at < file.length() && file.at(at) == '#') {
                at = file.nextLine(at);
            }
            return at >= 0 && file.startsWith(MANIFEST_WORD, at);
        } catch (final IOException e) {
            throw new Stop("Cannot open file " + name + ": " + FileErrors.reason(e));
        }
    }

    private void checkManifest(final Path path) {
        out.println("Start checking Multi Part AOF");
        final Manifest manifest;
        try {
            manifest = ManifestStore.read(path);
        } catch (final IOException e) {
            throw new Stop("*** FATAL AOF MANIFEST FILE ERROR ***\n" + e.getMessage());
        }
        final Path directory = path.toAbsolutePath().getParent();
        final List<ManifestEntry> increments = manifest.increments();
        if (manifest.base() != null) {
            final String name = manifest.base().name();
            out.println("Start to check BASE AOF (" + (isRdb(directory.resolve(name)) ? "RDB" : "RESP") + " format).");
            checkFile(directory.resolve(name), KeyText.of(name), new Role("BASE AOF", increments.isEmpty()));
        }
        if (!increments.isEmpty()) {
            out.println("Start to check INCR files.");
            for (final ManifestEntry entry : increments) {
                checkFile(directory.resolve(entry.name()), KeyText.of(entry.name()),
                        new Role("INCR AOF", entry.equals(increments.getLast())));
            }
        }
        out.println("All AOF files and manifest are valid");
    }

    private static boolean isRdb(final Path path) {
        try (AofFile file = new AofFile(path)) {
            return file.startsWith(RDB_MAGIC, 0);
        } catch (final IOException e) {
            throw new Stop("Cannot open file " + KeyText.of(path.toString()) + ": " + FileErrors.reason(e));
        }
    }

    private void checkFile(final Path path, final String name, final Role role) {
        final long length;
        final AofScanner.Outcome outcome;
        try (AofFile file = new AofFile(path)) {
            length = file.length();
            if (length == 0) {
                out.println(role.label() + " " + name + " is empty");
                return;
            }
            final AofScanner scanner = new AofScanner(file, name, toTimestamp, line);
            outcome = MappedReads.read(
                    () -> scanner.scan(file.startsWith(RDB_MAGIC, 0) ? preamble(path, name) : 0),
                    _ -> new Stop("Cannot read AOF " + name + " at offset " + scanner.offset() + ": "
                            + MappedReads.LOST + ", aborting..."));
        } catch (final IOException e) {
            throw new Stop(
                    "Cannot open file " + KeyText.of(path.toString()) + ": " + FileErrors.reason(e) + ", aborting...");
        }
        line = outcome.line();
        if (AofScanner.INVALID_TIMESTAMP.equals(outcome.complaint())) {
            throw new Stop(outcome.complaint());
        }
        if (outcome.complaint() != null) {
            out.println(outcome.complaint());
        }
        if (outcome.isLater()) {
            truncateToTimestamp(path, name, outcome.validTo(), role);
        } else if (outcome.validTo() == length && toTimestamp != AofScanner.NO_TIMESTAMP) {
            out.println("Truncate nothing in AOF " + name + " to timestamp " + toTimestamp);
            out.println(role.label() + " " + name + " is valid");
        } else {
            report(path, name, length, outcome, role);
        }
    }

    private long preamble(final Path path, final String name) {
        final long end = preambles.check(path, name, out);
        if (end < 0) {
            throw new Stop("RDB preamble of AOF file is not sane, aborting.");
        }
        out.println("RDB preamble is OK, proceeding with AOF tail...");
        return end;
    }

    private void truncateToTimestamp(final Path path, final String name, final long length, final Role role) {
        if (length == 0) {
            throw new Stop("AOF " + name + " has nothing before timestamp " + toTimestamp + ", aborting...");
        }
        if (!role.isLast()) {
            throw new Stop("Failed to truncate AOF " + name + " to timestamp " + toTimestamp + " to offset " + length
                    + " because it is not the last file.\n"
                    + "If you insist, please delete all files after this file according to the manifest file "
                    + "and delete the corresponding records in manifest file manually. Then re-run redis-check-aof.");
        }
        truncate(path, name, length);
        out.println("Successfully truncated AOF " + name + " to timestamp " + toTimestamp);
    }

    private void report(final Path path, final String name, final long length, final AofScanner.Outcome outcome,
            final Role role) {
        final long rest = length - outcome.validTo();
        out.println("AOF analyzed: filename=" + name + ", size=" + length + ", ok_up_to=" + outcome.validTo()
                + ", ok_up_to_line=" + outcome.line() + ", diff=" + rest);
        if (rest == 0) {
            out.println(role.label() + " " + name + " is valid");
        } else if (isFixing) {
            fix(path, name, length, outcome.validTo(), role);
        } else {
            throw new Stop("AOF " + name + " is not valid. Use the --fix option to try fixing it.");
        }
    }

    private void fix(final Path path, final String name, final long length, final long validTo, final Role role) {
        if (!role.isLast()) {
            throw new Stop("Failed to truncate AOF " + name + " because it is not the last file");
        }
        out.println("This will shrink the AOF " + name + " from " + length + " bytes, with " + (length - validTo)
                + " bytes, to " + validTo + " bytes");
        out.print("Continue? [y/N]: ");
        out.flush();
        if (!isAgreed()) {
            throw new Stop("Aborting...");
        }
        truncate(path, name, validTo);
        out.println("Successfully truncated AOF " + name);
    }

    private boolean isAgreed() {
        try {
            final String answer = in.readLine();
            return answer != null && (answer.startsWith("y") || answer.startsWith("Y"));
        } catch (final IOException e) {
            throw new Stop("Aborting: no answer can be read: " + FileErrors.reason(e));
        }
    }

    private static void truncate(final Path path, final String name, final long length) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        } catch (final IOException e) {
            throw new Stop("Failed to truncate AOF " + name + ": " + FileErrors.reason(e));
        }
    }
}
