package io.ringhold.tools.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.report.Format;
import io.ringhold.tools.memory.report.Reports;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.source.EncodingLimits;
import io.ringhold.tools.memory.source.LiveServer;
import io.ringhold.tools.memory.source.ProgressListener;
import io.ringhold.tools.memory.source.RdbAnalysis;
import io.ringhold.wal.file.FileErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/ringhold-memory}: tells what takes the memory. */
@Command(name = RingholdMemory.NAME, versionProvider = Program.Version.class, sortOptions = false, description = {
    "Tells what takes the memory, from an RDB file or a running server: by pattern of keys, by type and encoding,",
    "the biggest keys and elements, what is wasted, and what other limits of compact encodings would save.",
    ""}, footer = {
        "", "Figures are what Ringhold uses, not Redis. A server is asked to write a dump (BGSAVE), which must be",
        "readable from here; without one the dump is what redis-cli --rdb has fetched."})
public final class RingholdMemory implements Callable<Integer> {
    static final String NAME = "ringhold-memory";
    private static final int EXIT_USAGE = 2;
    private static final int MOST_SHOWN = 10_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DUMP|HOST:PORT", description = "An RDB file, of Ringhold or of Redis up to 7.4; or a server on this machine.")
    private String source;

    @Option(names = "--compare", paramLabel = "OLD", description = "An older dump of the same data: tells what has come, gone, grown and shrunk since.")
    private Path compare;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "What goes to the standard output: table, json, csv or html; default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", description = "Writes a file instead, in the format that its ending .txt, .json, .csv or .html tells, or in that of --format.")
    private Path output;

    @Option(names = "--top", paramLabel = "N", defaultValue = "20", description = "Patterns, biggest keys and biggest elements to show; default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting of the server that values are measured for, such as hash-max-listpack-entries=128. "
            + "May be given several times. A server is asked for its own.")
    private Map<String, Long> settings = new LinkedHashMap<>();

    @Option(names = "--no-trials", description = "Does not try other limits of compact encodings; faster.")
    private boolean noTrials;

    @Option(names = {"-a",
        "--password"}, paramLabel = "PASSWORD", defaultValue = "${env:REDISCLI_AUTH}", description = "The server's password; default: that in REDISCLI_AUTH.")
    private String password;

    @Option(names = "--user", paramLabel = "USER", description = "The user of the password.")
    private String user;

    @Option(names = {"-q", "--quiet"}, description = "No progress bar.")
    private boolean quiet;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private Program.StandardOptions standard;

    private RingholdMemory() {}

    /** Runs the program and ends the process. */
    public static void main(final String[] args) {
        System.exit(run(Program.standardOutput(), Program.standardError(), args));
    }

    /** Runs the program; returns its exit code. */
    static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        final CommandLine line = Program.commandLine(NAME, new RingholdMemory(), out, err);
        line.setParameterExceptionHandler((e, _) -> {
            err.println(NAME + ": " + Program.oneLine(e.getMessage()) + " (see " + NAME + " --help)");
            err.flush();
            return EXIT_USAGE;
        });
        try {
            return line.execute(args);
        } catch (final OutOfMemoryError e) {
            err.println(NAME + ": not enough memory for the report (" + e.getMessage()
                    + "): ask for less with --top, or give more with RINGHOLD_JAVA_OPTS=-Xmx1g");
            err.flush();
            return Program.EXIT_FAILED;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        check();
        EncodingLimits limits = EncodingLimits.defaults();
        final Path dump;
        final Path file = Path.of(source);
        if (!Files.exists(file) && LiveServer.isAddress(source)) {
            try (LiveServer server = LiveServer.connect(source, user, password)) {
                limits = server.limits(limits);
                dump = server.save();
            }
        } else {
            dump = file;
        }
        checkOutput(dump);
        final MemoryReport report = analyse(dump, withSettings(limits));
        if (output == null) {
            out.print(Reports.text(report, format));
            out.flush();
            if (out.checkError()) {
                throw new IOException("cannot write the report to the standard output");
            }
        } else {
            checkOutput(dump);
            write(report);
        }
        return 0;
    }

    private void check() {
        if (top < 1 || top > MOST_SHOWN) {
            throw new ParameterException(spec.commandLine(), "--top must be between 1 and " + MOST_SHOWN);
        }
        if (output != null) {
            final Path folder = output.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new ParameterException(spec.commandLine(), "--output " + output + ": there is no such folder");
            }
        }
        withSettings(EncodingLimits.defaults());
    }

    /** The report must not be written over a dump. */
    private void checkOutput(final Path dump) throws IOException {
        if (output != null && (isSame(output, dump) || compare != null && isSame(output, compare))) {
            throw new ParameterException(spec.commandLine(), "--output " + output + " is a dump that is read");
        }
    }

    private static boolean isSame(final Path file, final Path other) throws IOException {
        return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
    }

    private EncodingLimits withSettings(final EncodingLimits limits) {
        EncodingLimits changed = limits;
        for (final Map.Entry<String, Long> setting : settings.entrySet()) {
            try {
                changed = changed.with(setting.getKey(), setting.getValue());
            } catch (final IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--set: " + e.getMessage(), e);
            }
        }
        return changed;
    }

    private MemoryReport analyse(final Path dump, final EncodingLimits limits) throws IOException {
        final Gatherer.Limits kept = new Gatherer.Limits(top, Gatherer.Limits.DEFAULT.patternNodes(),
                Gatherer.Limits.DEFAULT.children());
        final boolean isShowing = !quiet && isTerminal();
        try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), isShowing)) {
            final RdbAnalysis analysis = new RdbAnalysis(limits, kept, !noTrials,
                    isShowing ? bar : ProgressListener.NONE);
            final long nowMs = System.currentTimeMillis();
            return compare == null
                    ? analysis.run(dump, source, nowMs)
                    : analysis.compare(compare, compare.toString(), dump, source, nowMs);
        }
    }

    private void write(final MemoryReport report) throws IOException {
        try {
            Reports.write(report, Format.ofFileName(output.toString()).orElse(format), output);
        } catch (final IOException e) {
            throw new IOException("cannot write " + output + ": " + FileErrors.reason(e), e);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where neither input nor output is a terminal
    private static boolean isTerminal() {
        final Console console = System.console();
        return console != null && console.isTerminal();
    }
}
