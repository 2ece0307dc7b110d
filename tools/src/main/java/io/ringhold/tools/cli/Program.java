package io.ringhold.tools.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

import io.ringhold.tools.rdb.ToolArena;
import io.ringhold.tools.text.KeyText;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** What the programs share: help, version, and how errors become lines and exit codes. */
final class Program {
    static final int EXIT_FAILED = 1;
    private static final int HELP_WIDTH = 110;

    private Program() {}

    /** {@code --help} and {@code --version}. */
    static final class StandardOptions {
        @Option(names = "--help", usageHelp = true, description = "Shows this.")
        @SuppressWarnings("unused") // picocli looks at it
        private boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, description = "Shows the version.")
        @SuppressWarnings("unused") // picocli looks at it
        private boolean version;
    }

    /** The version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            final String version = Program.class.getPackage().getImplementationVersion();
            return new String[] {"${COMMAND-FULL-NAME} " + (version == null ? "(not packaged)" : version)};
        }
    }

    static PrintWriter standardOutput() {
        return new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    }

    static PrintWriter standardError() {
        return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    }

    /**
     * A command line that does not know yet what to do with words that are wrong. What goes wrong later, and the operator can mend, becomes one line on
     * the error output and {@link #EXIT_FAILED}; a bug keeps its stack trace.
     */
    static CommandLine commandLine(final String name, final Object command, final PrintWriter out,
            final PrintWriter err) {
        final CommandLine line = new CommandLine(command);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(false);
        line.setExecutionExceptionHandler((e, _, _) -> {
            err.println(name + ": " + forOperator(e));
            err.flush();
            return EXIT_FAILED;
        });
        return line;
    }

    /** What is wrong, in one line; throws what is a bug. */
    private static String forOperator(final Exception error) throws Exception {
        return switch (error) {
            case final InvalidPathException e -> "'" + KeyText.of(e.getInput()) + "' cannot be a file's name: "
                    + e.getReason();
            case final IOException e -> oneLine(e.getMessage());
            case final ToolArena.FullException e -> oneLine(e.getMessage());
            default -> throw error;
        };
    }

    static String oneLine(final String message) {
        return String.join(" ", message.lines().map(String::strip).toList());
    }
}
