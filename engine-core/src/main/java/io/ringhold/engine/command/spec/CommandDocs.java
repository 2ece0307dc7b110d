package io.ringhold.engine.command.spec;

import java.util.List;

/**
 * What COMMAND DOCS tells of a command beside its specification. Immutable.
 *
 * @param complexity
 *            or null.
 * @param flags
 *            {@code deprecated}, {@code syscmd}, or none.
 * @param deprecatedSince
 *            a version, or null.
 * @param replacedBy
 *            what to use in place of a deprecated command, or null.
 */
public record CommandDocs(String summary, String complexity, List<String> flags, String deprecatedSince,
        String replacedBy, List<Change> history, List<ArgumentSpec> arguments) {

    /** What a version changed in a command. */
    public record Change(String version, String text) {}
}
