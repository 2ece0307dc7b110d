package io.ringhold.engine.latency;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.config.Setting;
import io.ringhold.engine.resp.Ascii;

/**
 * The arguments of a command as others may see them: shortened, and without passwords. Engine thread; not for the hot path, but
 * careful with its memory: an argument may be longer than the heap.
 */
final class ShownArguments {
    private static final int MAX_ARGUMENTS = 32;
    private static final int MAX_BYTES = 128;
    private static final String SHOWN_INSTEAD = "(redacted)";

    private ShownArguments() {}

    /** The arguments of the command that ran, as Latin-1 text. */
    static List<String> of(final CommandContext context) {
        final int count = context.argumentCount();
        final String[] shown = new String[Math.min(count, MAX_ARGUMENTS)];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = shortened(context, i);
        }
        switch (context.command().fullName()) {
            case "auth" -> hide(shown, 1, shown.length);
            case "hello" -> hideOfHello(context, shown);
            case "config|set" -> hideOfConfig(context, shown);
            default -> {
                // no password among them
            }
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

    private static void hide(final String[] shown, final int from, final int to) {
        for (int i = from; i < Math.min(to, shown.length); i++) {
            shown[i] = SHOWN_INSTEAD;
        }
    }

    /** HELLO version [AUTH user password] [SETNAME name]. */
    private static void hideOfHello(final CommandContext context, final String[] shown) {
        int at = 2;
        while (at < shown.length) {
            final boolean auth = context.is(at, "AUTH");
            if (auth) {
                hide(shown, at + 1, at + 3);
            }
            at += auth ? 3 : 2;
        }
    }

    /** CONFIG SET name value [name value ...]. */
    private static void hideOfConfig(final CommandContext context, final String[] shown) {
        for (int i = 2; i + 1 < shown.length; i += 2) {
            final Setting<?> setting = context.engine().settings().find(shown[i]);
            if (setting != null && setting.isSensitive()) {
                hide(shown, i + 1, i + 2);
            }
        }
    }
}
