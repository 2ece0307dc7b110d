package io.ringhold.tools.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.ringhold.tools.rdb.RdbChecker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/ringhold-check-rdb}: the words and exit codes of redis-check-rdb 7.0. */
@Command(name = RingholdCheckRdb.NAME, versionProvider = Program.Version.class, customSynopsis = RingholdCheckRdb.USAGE, description = {
    "", "Checks an RDB file by building every value in it.", ""}, footer = {"",
        "Exit code: 0 when the file is sound, else 1."})
public final class RingholdCheckRdb implements Callable<Integer> {
    static final String NAME = "ringhold-check-rdb";
    static final String USAGE = NAME + " <rdb-file-name>";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<rdb-file-name>", description = "A dump, of Ringhold or of Redis up to 7.4.")
    private String file;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private Program.StandardOptions standard;

    private RingholdCheckRdb() {}

    /** Runs the program and ends the process. */
    public static void main(final String[] args) {
        System.exit(run(Program.standardOutput(), Program.standardError(), args));
    }

    /** Runs the program; returns its exit code. */
    static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        final CommandLine line = Program.commandLine(NAME, new RingholdCheckRdb(), out, err);
        line.setParameterExceptionHandler((_, _) -> {
            err.println("Usage: " + USAGE);
            err.flush();
            return Program.EXIT_FAILED;
        });
        return line.execute(args);
    }

    /** Checks the RDB file that a log begins with; returns the offset behind it, or a negative number. */
    static long checkPreamble(final Path path, final String name, final PrintWriter out) {
        return new RdbChecker(out, System.currentTimeMillis()).check(path, name);
    }

    @Override
    public Integer call() {
        return checkPreamble(Path.of(file), file, spec.commandLine().getOut()) < 0 ? Program.EXIT_FAILED : 0;
    }
}
