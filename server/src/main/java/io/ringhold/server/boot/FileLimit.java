package io.ringhold.server.boot;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ringhold.engine.config.Settings;
import io.ringhold.server.log.ServerLog;

/**
 * How many files, and so clients, the system lets the process have open. {@code maxclients} stays below that, as in Redis: a client for whom
 * there is no descriptor would wait in the queue of the listening socket without a word, where one too many is told so.
 *
 * @param files
 *            most open files; the JVM has raised it as far as it may ({@code ulimit -Hn}).
 * @param open
 *            files that are open before anything is listened to: jars, mostly.
 */
record FileLimit(long files, long open) {
    /** What will be open besides clients, at the most: listening sockets, log, dumps, scrapers of figures. */
    private static final int SERVER_FILES = 64;
    /** A selector and what wakes it. */
    private static final int TRANSPORT_FILES = 3;

    /** The limit of this process. */
    static FileLimit ofProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof final UnixOperatingSystemMXBean unix) {
            final long files = unix.getMaxFileDescriptorCount();
            return new FileLimit(files < 0 ? Long.MAX_VALUE : files, unix.getOpenFileDescriptorCount());
        }
        return new FileLimit(Long.MAX_VALUE, 0);
    }

    /** The most clients beside so many transports. */
    long clients(final int transports) {
        return files - open - SERVER_FILES - (long) TRANSPORT_FILES * transports;
    }

    /**
     * Lowers {@code maxclients} if need be, and sees to it that CONFIG SET does not raise it too far.
     *
     * @throws StartupException
     *             when there is no room for a single client.
     */
    void bound(final Settings settings, final int transports, final ServerLog log) throws StartupException {
        final long most = clients(transports);
        final long wanted = settings.maxclients.value();
        if (wanted > most) {
            if (most < 1) {
                throw new StartupException(
                        "Your current 'ulimit -n' of " + files + " is not enough for the server to start."
                                + " Please increase your open file limit to at least " + (wanted + files - most)
                                + ". Exiting.");
            }
            log.warning("You requested maxclients of " + wanted + " requiring at least " + (wanted + files - most)
                    + " max file descriptors.");
            settings.set(List.of("maxclients", Long.toString(most)), true);
            log.warning("Current maximum open files is " + files + ". maxclients has been reduced to " + most
                    + " to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.");
        }
        settings.maxclients.onChange(() -> settings.maxclients.value() <= most
                ? null
                : "The operating system is not able to handle the specified number of clients, try with " + most);
    }
}
