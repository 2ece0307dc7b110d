package io.ringhold.server.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The case files among the test resources. */
public final class CaseFiles {
    private CaseFiles() {}

    /** All cases, file after file. */
    public static List<OracleCase> all() {
        return parseAll(".cases", CaseFile::parse);
    }

    /**
     * What stands in all files whose names end so, file after file.
     *
     * @param parser takes a file's name below {@code oracle/} and its lines
     */
    public static <T> List<T> parseAll(String suffix, BiFunction<String, List<String>, List<T>> parser) {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            List<T> parsed = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(suffix)).sorted().toList()) {
                parsed.addAll(parser.apply(root.relativize(file).toString(), Files.readAllLines(file)));
            }
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The cases that a selection names: {@code string/set.cases} a file, {@code string} a folder,
     * {@code string/set.cases:12} the case that holds a line; nothing selects all.
     */
    public static List<OracleCase> select(String selection) {
        int colon = selection.indexOf(':');
        String path = colon < 0 ? selection : selection.substring(0, colon);
        List<OracleCase> cases = all().stream().filter(c -> c.file().startsWith(path)).toList();
        if (colon >= 0) {
            int line = Integer.parseInt(selection.substring(colon + 1));
            cases = cases.stream().filter(c -> c.line() <= line && line <= c.steps().getLast().line()).toList();
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no case is at " + selection);
        }
        return cases;
    }

    /** Every command that has at least one case, in lower case; subcommands as {@code object|freq}. */
    public static SortedSet<String> coveredCommands() {
        SortedSet<String> names = new TreeSet<>();
        all().forEach(c -> names.addAll(c.commandNames()));
        return names;
    }

    private static Path root() {
        URL url = CaseFiles.class.getResource("/oracle");
        if (url == null) {
            throw new IllegalStateException("the test resources have no folder oracle");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
