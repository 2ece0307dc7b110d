package io.ringhold.engine.latency;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.config.Setting;

/** Which arguments of a command are passwords, which must not be shown to others. Engine thread; not for the hot path. */
final class SecretArguments {
    private static final String SHOWN_INSTEAD = "(redacted)";

    private SecretArguments() {}

    /** The arguments of the command that ran, at most so many, passwords replaced. */
    static String[] shown(final CommandContext context, final int most) {
        final String[] shown = new String[Math.min(context.argumentCount(), most)];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = context.text(i);
        }
        switch (context.command().fullName()) {
            case "auth" -> hide(shown, 1, shown.length);
            case "hello" -> hideOfHello(context, shown);
            case "config|set" -> hideOfConfig(context, shown);
            default -> {
                // no password among them
            }
        }
        return shown;
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
