package io.ringhold.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.ringhold.engine.util.GlobPattern;
import io.ringhold.engine.util.Words;

/**
 * Reads {@code redis.conf}, then the standard input, then the options of the command line into {@link Settings}. Used
 * by one thread before the server runs.
 */
public final class RedisConf {
    static final String NO_USERS = "users of ACLs are not supported yet; requirepass sets the password of the default user";
    private static final String BAD_DIRECTIVE = "Bad directive or wrong number of arguments";
    /** Names that Redis still reads and no longer uses. */
    private static final Set<String> FORGOTTEN = Set.of("list-max-ziplist-entries", "list-max-ziplist-value",
            "lua-replicate-commands");

    /** Takes {@code rename-command}, which concerns the table of commands. */
    @FunctionalInterface
    public interface CommandRenamer {
        /**
         * Renames a command.
         *
         * @param to
         *            the new name; empty takes the command away
         * @return null, or Redis' message why not
         */
        String rename(String from, String to);
    }

    private final Settings settings;
    private final CommandRenamer renamer;
    private final Deque<Path> open = new ArrayDeque<>();

    public RedisConf(final Settings settings, final CommandRenamer renamer) {
        this.settings = settings;
        this.renamer = renamer;
    }

    /**
     * Reads all that a command line names.
     *
     * @param stdin
     *            is read when the command line has {@code -}
     * @throws ConfigException
     *             at the first line that cannot be used; the settings before it are changed
     */
    public void load(final CommandLine commandLine, final InputStream stdin) throws ConfigException {
        final StringBuilder text = new StringBuilder();
        String name = "";
        if (!commandLine.configFile().isEmpty()) {
            final Path path = configFile(commandLine.configFile());
            name = path.toString();
            text.append(read(path));
            open.push(path);
            settings.configFile(path);
        }
        if (commandLine.readsStdin()) {
            try {
                text.append(new String(stdin.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (final IOException e) {
                throw ConfigException.cannotOpen("-", e);
            }
        }
        text.append(commandLine.options());
        apply(name, false, text.toString());
    }

    private Path configFile(final String name) throws ConfigException {
        try {
            return settings.resolve(Forms.path(Words.fromText(name)));
        } catch (final InvalidValueException e) {
            throw ConfigException.cannotOpen(name, e.getMessage());
        }
    }

    private static String read(final Path path) throws ConfigException {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            throw ConfigException.cannotOpen(path.toString(), e);
        }
    }

    /** Applies the lines of a text. */
    private void apply(final String file, final boolean included, final String text) throws ConfigException {
        int number = 0;
        for (final String raw : text.lines().toList()) {
            number++;
            final String line = strip(raw);
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            final List<String> words = Words.split(line);
            if (words == null) {
                throw ConfigException.atLine(file, included, number, line, "Unbalanced quotes in configuration line");
            }
            final String error = applyLine(words);
            if (error != null) {
                throw ConfigException.atLine(file, included, number, line, error);
            }
        }
    }

    static String strip(final String line) {
        int start = 0;
        int end = line.length();
        while (start < end && Words.isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && Words.isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    /** Returns null or what is wrong. */
    private String applyLine(final List<String> words) throws ConfigException {
        final String name = words.getFirst().toLowerCase(Locale.ROOT);
        final List<String> arguments = words.subList(1, words.size());
        final Setting<?> setting = settings.find(name);
        if (setting != null) {
            return applySetting(setting, arguments);
        }
        if (FORGOTTEN.contains(name) && arguments.size() == 1) {
            return null;
        }
        return switch (name) {
            case "include" -> arguments.size() == 1 ? include(arguments.getFirst()) : BAD_DIRECTIVE;
            case "rename-command" -> arguments.size() == 2
                    ? renamer.rename(arguments.get(0), arguments.get(1))
                    : BAD_DIRECTIVE;
            case "user" -> NO_USERS;
            case "loadmodule" -> "modules of Redis cannot be loaded";
            case "sentinel" -> "sentinel directive while not in sentinel mode";
            default -> BAD_DIRECTIVE;
        };
    }

    private static String applySetting(final Setting<?> setting, final List<String> arguments) {
        if (!setting.takesSeveral() && arguments.size() != 1) {
            return "wrong number of arguments";
        }
        try {
            setting.start(arguments);
            return null;
        } catch (final InvalidValueException e) {
            return e.getMessage();
        }
    }

    private String include(final String argument) throws ConfigException {
        final String pattern;
        try {
            pattern = Forms.path(argument);
        } catch (final InvalidValueException e) {
            return e.getMessage();
        }
        if (!GlobPattern.isPattern(pattern)) {
            return includeFile(settings.resolve(pattern));
        }
        for (final Path file : expand(Path.of(Words.toText(pattern)))) {
            final String error = includeFile(file);
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    private String includeFile(final Path path) throws ConfigException {
        if (open.contains(path)) {
            return "'" + path + "' includes itself";
        }
        open.push(path);
        apply(path.toString(), true, read(path));
        open.pop();
        return null;
    }

    /** The files that a pattern names, sorted, as glob(3) finds them: through links, and without what cannot be read; none is no error. */
    private List<Path> expand(final Path pattern) {
        List<Path> found = List.of(pattern.isAbsolute() ? pattern.getRoot() : settings.resolve(""));
        for (final Path part : pattern) {
            final String name = part.toString();
            found = GlobPattern.isPattern(name)
                    ? found.stream().flatMap(folder -> matching(folder, name).stream()).toList()
                    : found.stream().map(folder -> folder.resolve(name)).toList();
        }
        return found.stream().map(Path::normalize)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file)).sorted()
                .toList();
    }

    /** What in a folder has a name that matches; one that begins with a dot must be asked for with the dot. */
    private static List<Path> matching(final Path folder, final String pattern) {
        final byte[] glob = pattern.replace("[!", "[^").getBytes(StandardCharsets.UTF_8);
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (final Path file : files) {
                final String name = file.getFileName().toString();
                if ((pattern.startsWith(".") || !name.startsWith("."))
                        && GlobPattern.matches(glob, name.getBytes(StandardCharsets.UTF_8))) {
                    found.add(file);
                }
            }
        } catch (final IOException | DirectoryIteratorException _) {
            // No folder, or one that must not be read: glob(3) passes over it.
        }
        return found;
    }
}
