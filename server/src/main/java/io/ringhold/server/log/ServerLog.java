package io.ringhold.server.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import io.ringhold.wal.file.OperatorLog;
import org.agrona.concurrent.EpochClock;

/**
 * The server's log, in redis-server's format, which scripts and log shippers parse:
 *
 * <pre>
 *   4711:M 23 Nov 2026 04:29:41.123 * Ready to accept connections
 *   pid :role        time           level message
 * </pre>
 *
 * <p>
 * The role is {@code C} while the server is starting and {@code M} after that; levels are {@code .} debug, {@code -} verbose, {@code *}
 * notice and {@code #} warning. Lines go to standard output, or to a file, which is opened for each line, so that it may be
 * rotated by renaming it.
 *
 * <p>
 * This is a class of our own instead of a logging library because it is on the way from start to the first reply: a library's
 * configuration and class loading cost more time than all else that is done there, and none writes this format.
 *
 * <p>
 * Any thread; lines do not mix.
 */
public final class ServerLog implements OperatorLog {
    /** How important a line is. */
    public enum Level {
        DEBUG('.'), VERBOSE('-'), NOTICE('*'), WARNING('#'),
        /** Of no line: as the least one it leaves all out. */
        NOTHING('\0');

        private final char mark;

        Level(final char mark) {
            this.mark = mark;
        }

        /** The level that a mark stands for. */
        public static Level of(final char mark) {
            for (final Level level : values()) {
                if (level.mark == mark) {
                    return level;
                }
            }
            throw new IllegalArgumentException("no log level has the mark '" + mark + "'");
        }
    }

    private static final String[] MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
        "Dec"};

    private final PrintStream console;
    private final EpochClock clock;
    private final long pid;
    private final ZoneId zone;
    private Path file;
    private volatile Level threshold = Level.NOTICE;
    private volatile char role = 'C';

    public ServerLog(final PrintStream console, final EpochClock clock) {
        this.console = console;
        this.clock = clock;
        this.pid = ProcessHandle.current().pid();
        this.zone = ZoneId.systemDefault();
    }

    /** Leaves out lines less important than this. */
    public void threshold(final Level least) {
        threshold = least;
    }

    /** The letter behind the pid: {@code M} for a master. */
    public void role(final char letter) {
        role = letter;
    }

    /**
     * Writes to a file from now on.
     *
     * @throws IOException
     *             when it cannot be written to.
     */
    public synchronized void file(final Path newFile) throws IOException {
        openFile(newFile).close();
        file = newFile;
    }

    public void debug(final String message) {
        log(Level.DEBUG, message);
    }

    public void verbose(final String message) {
        log(Level.VERBOSE, message);
    }

    @Override
    public void notice(final String message) {
        log(Level.NOTICE, message);
    }

    @Override
    public void warning(final String message) {
        log(Level.WARNING, message);
    }

    /** Writes a failure with its stack trace as warnings. */
    public void stack(final Throwable cause) {
        final StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        text.toString().lines().forEach(this::warning);
    }

    /** Writes a line, unless its level is below the threshold. */
    public void log(final Level level, final String message) {
        if (level.compareTo(threshold) >= 0) {
            write(pid + ":" + role + " " + time() + " " + level.mark + " " + message + "\n");
        }
    }

    /** Writes a line of a signal handler, which Redis gives a format of its own. */
    public void signal(final String message) {
        if (threshold != Level.NOTHING) {
            write(pid + ":signal-handler (" + clock.time() / 1000 + ") " + message + "\n");
        }
    }

    private synchronized void write(final String line) {
        final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (file != null) {
            try (OutputStream out = openFile(file)) {
                out.write(bytes);
                return;
            } catch (final IOException e) {
                console.print("Can't write to the log file " + file + ": " + e + "\n");
            }
        }
        console.write(bytes, 0, bytes.length);
        console.flush();
    }

    private static OutputStream openFile(final Path path) throws IOException {
        return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String time() {
        final ZonedDateTime now = Instant.ofEpochMilli(clock.time()).atZone(zone);
        final StringBuilder text = new StringBuilder(24);
        digits(text, now.getDayOfMonth(), 2).append(' ').append(MONTHS[now.getMonthValue() - 1]).append(' ');
        digits(text, now.getYear(), 4).append(' ');
        digits(text, now.getHour(), 2).append(':');
        digits(text, now.getMinute(), 2).append(':');
        digits(text, now.getSecond(), 2).append('.');
        return digits(text, now.getNano() / 1_000_000, 3).toString();
    }

    private static StringBuilder digits(final StringBuilder text, final int number, final int length) {
        final String digits = Integer.toString(number);
        return text.repeat('0', Math.max(0, length - digits.length())).append(digits);
    }
}
