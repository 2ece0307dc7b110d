/**
 * The command line of {@code ringhold-bench}: {@code run} (what is done when no command is named), {@code compare}, {@code sweep} and {@code fanout}.
 * Options that commands share stand in one class per subject. A mistake in them is one line and exit code 2; a server that cannot be reached, or
 * is lost, is one line and exit code 1. Everything here is for the main thread.
 */
package io.ringhold.bench.cli;
