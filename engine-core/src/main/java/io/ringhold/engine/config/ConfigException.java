package io.ringhold.engine.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

import io.ringhold.engine.util.Words;

/** The configuration cannot be used, so the server must not start. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int lineNumber;
    private final String line;
    private final boolean included;

    private ConfigException(
            final String file, final boolean included, final int lineNumber, final String line,
            final String message) {
        super(message);
        this.file = file;
        this.lineNumber = lineNumber;
        this.line = line;
        this.included = included;
    }

    static ConfigException atLine(
            final String file, final boolean included, final int lineNumber, final String line,
            final String message) {
        return new ConfigException(file, included, lineNumber, line, message);
    }

    static ConfigException cannotOpen(final String file, final IOException e) {
        return cannotOpen(file, reasonOf(e));
    }

    static ConfigException cannotOpen(final String file, final String reason) {
        return new ConfigException(file, false, 0, "", "Fatal error, can't open config file '" + file + "': " + reason);
    }

    /** The file, empty for the command line and what comes from the standard input. */
    public String file() {
        return file;
    }

    /** The number of the line, from 1; 0 when a file cannot be read. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The line, one byte in each char. */
    public String line() {
        return line;
    }

    /**
     * What the operator sees, a line of output for each.
     *
     * @param version
     *            the name and version of the server
     */
    public List<String> report(final String version) {
        if (lineNumber == 0) {
            return List.of(getMessage());
        }
        return List.of("", "*** FATAL CONFIG FILE ERROR (" + version + ") ***",
                "Reading the configuration file, at line " + lineNumber + (included ? " of " + file : ""),
                ">>> '" + Words.toText(line) + "'", getMessage());
    }

    /** What the operating system says. */
    static String reasonOf(final IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException failure when failure.getReason() != null -> failure.getReason();
            default -> e.getMessage();
        };
    }
}
