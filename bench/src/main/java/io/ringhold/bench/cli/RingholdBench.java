package io.ringhold.bench.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.ValueSizes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: chooses the command and turns what goes wrong into a line and an exit code. */
@Command(name = RingholdBench.NAME, versionProvider = RingholdBench.Version.class, synopsisSubcommandLabel = "[run|compare|sweep|fanout]", description = {
    "Measures servers that speak Redis' protocol.", ""}, subcommands = {RunCommand.class, CompareCommand.class,
        SweepCommand.class, FanOutCommand.class}, footer = {"",
            "Without a command: run. 'ringhold-bench COMMAND --help' tells the options."})
public final class RingholdBench implements Runnable {
    static final String NAME = "ringhold-bench";
    private static final int HELP_WIDTH = 110;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final Set<String> OWN_WORDS = Set.of("run", "compare", "sweep", "fanout", "--help", "--version",
            "-V");

    @Spec
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private HelpOption help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Shows the version.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean version;

    /** The version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RingholdBench.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
        }
    }

    /** A conversion whose message is for the user. */
    @FunctionalInterface
    private interface Parser<T> {
        T parse(String text);
    }

    /** Runs the program and ends the process. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8), args));
    }

    /** Runs the program; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new RingholdBench());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setOut(out);
        line.setErr(err);
        register(line, KeyDistribution.class, KeyDistribution::parse);
        register(line, ValueSizes.class, ValueSizes::parse);
        register(line, Duration.class, Durations::parse);
        register(line, Target.class, Target::parse);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(false);
        line.setParameterExceptionHandler((e, _) -> {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            err.println(NAME + ": " + oneLine(e.getMessage()) + " (see " + command + " --help)");
            return EXIT_USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> {
            if (e instanceof LoadException) {
                err.println(NAME + ": " + oneLine(e.getMessage()));
                return EXIT_FAILED;
            }
            throw e;
        });
        try {
            return line.execute(withCommand(args));
        } catch (OutOfMemoryError e) {
            // Not a leak but large requests on many connections: their buffers are made before anything is sent.
            err.println(NAME + ": not enough memory for requests of this size on so many connections (" + e.getMessage()
                    + "): give more with RINGHOLD_JAVA_OPTS=-Xmx4g");
            return EXIT_FAILED;
        }
    }

    private static String oneLine(String message) {
        return String.join(" ", message.lines().map(String::strip).toList());
    }

    private static String[] withCommand(String[] args) {
        if (args.length > 0 && OWN_WORDS.contains(args[0])) {
            return args;
        }
        return Stream.concat(Stream.of("run"), List.of(args).stream())
                .toArray(String[]::new);
    }

    private static <T> void register(CommandLine line, Class<T> type, Parser<T> parser) {
        ITypeConverter<T> converter = text -> {
            try {
                return parser.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
        line.registerConverter(type, converter);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
