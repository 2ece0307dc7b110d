package io.ringhold.tools.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import io.ringhold.tools.aof.AofChecker;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/ringhold-check-aof}: the options, words and exit codes of redis-check-aof 7.0. */
@Command(name = RingholdCheckAof.NAME, versionProvider = Program.Version.class, sortOptions = false, customSynopsis = RingholdCheckAof.USAGE, description = {
    "", "Checks an append-only file, or all files of a manifest.", ""}, footer = {"",
        "Exit code: 0 when all is valid or was made so, else 1."})
public final class RingholdCheckAof implements Callable<Integer> {
    static final String NAME = "ringhold-check-aof";
    static final String USAGE = NAME + " [--fix|--truncate-to-timestamp $$timestamp] <file.manifest|file.aof>";

    private final BufferedReader in;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Mend mend;

    @Parameters(paramLabel = "<file>", description = "A manifest, or a file of the log.")
    private String file;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private Program.StandardOptions standard;

    /** What to cut off; one of the two. */
    private static final class Mend {
        @Option(names = "--fix", description = "Cuts off what is not valid from the last file, after asking.")
        private boolean fix;

        @Option(names = "--truncate-to-timestamp", paramLabel = "$timestamp", description = "Cuts off what was written after a Unix time in seconds; needs a log with "
                + "aof-timestamp-enabled yes.")
        private String timestamp;
    }

    private RingholdCheckAof(final BufferedReader in) {
        this.in = in;
    }

    /** Runs the program and ends the process. */
    public static void main(final String[] args) {
        System.exit(run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                Program.standardOutput(), Program.standardError(), args));
    }

    /** Runs the program; returns its exit code. */
    static int run(final BufferedReader in, final PrintWriter out, final PrintWriter err, final String... args) {
        final CommandLine line = Program.commandLine(NAME, new RingholdCheckAof(in), out, err);
        line.setParameterExceptionHandler((_, _) -> {
            out.println("Usage: " + USAGE.replace("$$", "$"));
            out.flush();
            return Program.EXIT_FAILED;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final long timestamp;
        try {
            timestamp = mend == null || mend.timestamp == null ? 0 : Long.parseLong(mend.timestamp);
        } catch (final NumberFormatException _) {
            out.println("Invalid timestamp, aborting...");
            return Program.EXIT_FAILED;
        }
        final boolean fix = mend != null && mend.fix;
        return new AofChecker(out, in, RingholdCheckRdb::checkPreamble, fix, timestamp).check(file)
                ? 0
                : Program.EXIT_FAILED;
    }
}
