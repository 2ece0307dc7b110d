package io.ringhold.engine.latency;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.monitor.SecretArguments;
import io.ringhold.engine.resp.Ascii;

/**
 * The arguments of a command as others may see them: shortened, and without passwords. Engine thread; not for the hot path, but
 * careful with its memory: an argument may be longer than the heap.
 */
final class ShownArguments {
    private static final int MAX_ARGUMENTS = 32;
    private static final int MAX_BYTES = 128;

    private ShownArguments() {}

    /** The arguments of the command that ran, as Latin-1 text. */
    static List<String> of(final CommandContext context) {
        final int count = context.argumentCount();
        final String[] shown = new String[Math.min(count, MAX_ARGUMENTS)];
        final SecretArguments secrets = new SecretArguments();
        secrets.begin(context);
        for (int i = 0; i < shown.length; i++) {
            shown[i] = secrets.isSecret(i) ? SecretArguments.SHOWN_INSTEAD : shortened(context, i);
        }
        if (count > MAX_ARGUMENTS) {
            shown[MAX_ARGUMENTS - 1] = "... (" + (count - MAX_ARGUMENTS + 1) + " more arguments)";
        }
        return List.of(shown);
    }

    private static String shortened(final CommandContext context, final int argument) {
        final int length = context.argumentLength(argument);
        if (length <= MAX_BYTES) {
            return context.text(argument);
        }
        return Ascii.text(context.argument(argument), MAX_BYTES) + "... (" + (length - MAX_BYTES) + " more bytes)";
    }
}
