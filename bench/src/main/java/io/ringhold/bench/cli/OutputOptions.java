package io.ringhold.bench.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.report.Format;
import io.ringhold.bench.report.Reports;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.server.LoadException;
import picocli.CommandLine.Option;

/** Where results go. */
final class OutputOptions {
    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", description = "Also writes the result to a file, whose ending says how: .html, .json, .csv, .hgrm or .txt. "
                + "May be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "What goes to the standard output: table, json, csv, hgrm or html; default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = {"-q", "--quiet"}, description = "No progress line.")
    private boolean quiet;

    @Option(names = "--progress", description = "A progress line also where the error output is no terminal.")
    private boolean progress;

    /** Before anything is measured: nothing is worse than a result that cannot be kept. */
    void check(Checks checks) {
        checks.that(!(quiet && progress), "--quiet and --progress exclude each other");
        for (Path file : files) {
            checks.that(Format.ofFileName(file.toString()).isPresent(),
                    "--output " + file
                            + " must end with .html, .json, .csv, .hgrm or .txt, which says how it is written");
            Path folder = file.toAbsolutePath().getParent();
            checks.that(folder != null && folder.toFile().isDirectory(),
                    "--output " + file + ": there is no such folder");
        }
    }

    boolean showsProgress() {
        return progress || !quiet && isTerminal();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where neither input nor output is a terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void write(PrintWriter out, Result result) throws LoadException {
        try {
            Reports.write(result, format, out);
            if (out.checkError()) {
                throw new LoadException("cannot write the result to the standard output");
            }
            for (Path file : files) {
                Reports.write(result, file);
            }
        } catch (IOException e) {
            throw new LoadException("cannot write the result: " + e, e);
        }
    }
}
