package io.ringhold.engine.figures;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.latency.Distribution;

/**
 * What is counted of one command.
 *
 * @param name
 *            lower case, of a subcommand with its container's ({@code client|list}).
 * @param calls
 *            how often it was executed.
 * @param nanoseconds
 *            all calls together.
 * @param rejectedCalls
 *            refused before execution.
 * @param failedCalls
 *            executed, and answered with an error.
 * @param latency
 *            how long calls took; counts none while {@code latency-tracking} is off.
 */
public record CommandFigures(String name, long calls, long nanoseconds, long rejectedCalls, long failedCalls,
        Distribution latency) {
    /** Engine thread. */
    static CommandFigures of(final Command command) {
        return new CommandFigures(command.fullName(), command.calls(), command.nanoseconds(), command.rejectedCalls(),
                command.failedCalls(), command.latency().distribution());
    }
}
