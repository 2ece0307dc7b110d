package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server on this machine, Ringhold or Redis, that is asked for a dump: BGSAVE SCHEDULE writes it where the settings {@code dir} and {@code dbfilename}
 * say, over the one that is there. A file there that it has not written is not taken for its dump. One thread.
 */
public final class LiveServer implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(?:([^:/\\s]+)|\\[([0-9a-fA-F:.]+)])?:(\\d{1,5})");
    /** How often a server is asked whether a dump has begun that nothing stands in the way of: servers try again after five seconds. */
    private static final int MOST_LOOKS = 200;

    private final String name;
    private final RespClient client;
    private long pollMs = 50;

    private LiveServer(final String name, final RespClient client) {
        this.name = name;
        this.client = client;
    }

    /** Whether a word is of the form HOST:PORT, [HOST]:PORT or :PORT. */
    public static boolean isAddress(final String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * Connects.
     *
     * @param user
     *            or null.
     * @param password
     *            or null when there is none.
     * @throws IOException
     *             when that cannot be done; one line for the operator.
     */
    public static LiveServer connect(final String address, final String user, final String password)
            throws IOException {
        final Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new IOException("'" + address + "' is not of the form HOST:PORT");
        }
        final String named = parts.group(1) == null ? parts.group(2) : parts.group(1);
        final String host = named == null ? "127.0.0.1" : named;
        final int port = Integer.parseInt(parts.group(3));
        if (port < 1 || port > 65_535) {
            throw new IOException("there is no port " + port);
        }
        final InetSocketAddress target = new InetSocketAddress(host, port);
        if (target.isUnresolved()) {
            throw new IOException("the host " + host + " is not known");
        }
        final LiveServer server;
        try {
            server = new LiveServer(address, new RespClient(target));
        } catch (final IOException e) {
            throw new IOException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
        try {
            server.logIn(user, password);
            return server;
        } catch (final IOException e) {
            server.close();
            throw e;
        }
    }

    /** Sets how long to wait between two looks. */
    void pollMs(final long newPollMs) {
        pollMs = newPollMs;
    }

    private void logIn(final String user, final String password) throws IOException {
        if (password != null && !password.isEmpty()) {
            ask(user == null ? List.of("AUTH", password) : List.of("AUTH", user, password));
        }
        ask(List.of("PING"));
    }

    /** The server's own settings where it has them, the given ones elsewhere. */
    public EncodingLimits limits(final EncodingLimits otherwise) throws IOException {
        EncodingLimits limits = otherwise;
        for (final String setting : EncodingLimits.names()) {
            final List<String> reply = limit(setting);
            if (reply.size() == 2) {
                limits = changed(limits, setting, reply.get(1));
            }
        }
        return limits;
    }

    /** The setting with its value, under the name that Redis before 7.0 has for it where there is no other; empty when there is neither. */
    private List<String> limit(final String setting) throws IOException {
        final List<String> reply = ask(List.of("CONFIG", "GET", setting));
        final String olderName = setting.replace("listpack", "ziplist");
        return reply.isEmpty() && !olderName.equals(setting) ? ask(List.of("CONFIG", "GET", olderName)) : reply;
    }

    private static EncodingLimits changed(final EncodingLimits limits, final String setting, final String value) {
        try {
            return limits.with(setting, Long.parseLong(value));
        } catch (final IllegalArgumentException _) {
            return limits; // as if the server did not have the setting
        }
    }

    /**
     * Lets the server write a dump and waits for it.
     *
     * @return the file.
     * @throws IOException
     *             when that cannot be done; one line for the operator, which tells what can.
     */
    public Path save() throws IOException, InterruptedException {
        if (!isHere(client.address())) {
            throw new IOException(name + " is on another machine, whose dump cannot be read here: run this there, or "
                    + "fetch the dump (redis-cli --rdb FILE) and give the file");
        }
        final Path dump = Path.of(setting("dir"), setting("dbfilename"));
        BasicFileAttributes before;
        String info;
        String reply;
        do {
            info = awaitSave();
            before = attributes(dump);
            reply = askForDump();
        } while (reply.isEmpty());
        if (reply.contains("scheduled")) {
            awaitBegin(dump, before, progress(info));
        }
        if (!field(awaitSave(), "rdb_last_bgsave_status").equals("ok")) {
            throw new IOException(name + " could not write its dump " + dump + "; its log tells why");
        }
        if (!Files.isReadable(dump)) {
            throw new IOException(name + " wrote its dump to " + dump
                    + ", which cannot be read here: is it in a container, or another user's?");
        }
        if (!isReplaced(before, attributes(dump))) {
            throw new IOException(name + " wrote its dump to " + dump
                    + ", but the file there is not that one: is the server in a container or behind a tunnel?");
        }
        return dump;
    }

    /** Those of a file; null when it is not there. */
    private static BasicFileAttributes attributes(final Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (final IOException _) {
            return null;
        }
    }

    /** Whether there is another file than before: servers write a new one and rename it over the old one. */
    private static boolean isReplaced(final BasicFileAttributes before, final BasicFileAttributes after) {
        return after != null && (before == null || !Objects.equals(before.fileKey(), after.fileKey())
                || !before.lastModifiedTime().equals(after.lastModifiedTime()));
    }

    private String setting(final String setting) throws IOException {
        final List<String> reply = ask(List.of("CONFIG", "GET", setting));
        if (reply.size() != 2) {
            throw new IOException(name + " does not tell its setting " + setting);
        }
        return reply.get(1);
    }

    /** Asks for a dump, now or as soon as the log is not being rewritten; the reply is empty when one has begun just now that was not asked for. */
    private String askForDump() throws IOException {
        try {
            return String.join("", ask(List.of("BGSAVE", "SCHEDULE")));
        } catch (final IOException e) {
            if (e.getCause() instanceof RespClient.ErrorReply && e.getMessage().contains("already in progress")) {
                return "";
            }
            throw e;
        }
    }

    /** Waits until a dump that is scheduled has begun; a small one may have ended, too. */
    private void awaitBegin(final Path dump, final BasicFileAttributes before, final List<String> progress)
            throws IOException, InterruptedException {
        String info = info();
        int looksInVain = 0;
        while (!isSaving(info) && progress(info).equals(progress) && !isReplaced(before, attributes(dump))) {
            looksInVain = "1".equals(field(info, "aof_rewrite_in_progress")) ? 0 : looksInVain + 1;
            if (looksInVain == MOST_LOOKS) {
                throw new IOException(name + " was to write a dump when its log is rewritten, and has not begun it");
            }
            Thread.sleep(pollMs);
            info = info();
        }
    }

    /** Waits until no dump is being written; INFO persistence then. */
    private String awaitSave() throws IOException, InterruptedException {
        String info = info();
        while (isSaving(info)) {
            Thread.sleep(pollMs);
            info = info();
        }
        return info;
    }

    private String info() throws IOException {
        return String.join("\n", ask(List.of("INFO", "persistence")));
    }

    private static boolean isSaving(final String info) {
        return "1".equals(field(info, "rdb_bgsave_in_progress"));
    }

    /** What changes with dumps that begin or end; Redis before 7.0 does not count them. */
    private static List<String> progress(final String info) {
        return Stream.of("rdb_saves", "rdb_last_save_time", "rdb_last_bgsave_status").map(name -> field(info, name))
                .toList();
    }

    private static String field(final String info, final String wanted) {
        return info.lines().map(String::strip).filter(line -> line.startsWith(wanted + ":"))
                .map(line -> line.substring(wanted.length() + 1)).findFirst().orElse("");
    }

    private List<String> ask(final List<String> words) throws IOException {
        try {
            return client.ask(words);
        } catch (final RespClient.ErrorReply e) {
            throw new IOException(name + " replied to " + words.getFirst() + ": " + e.getMessage(), e);
        } catch (final IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isHere(final InetAddress address) throws IOException {
        return address.isLoopbackAddress() || address.isAnyLocalAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
