package io.ringhold.engine.commands.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.config.Settings;

/** Checks passwords of the one user there is, {@code default}, in a time that does not depend on where they differ. */
final class Authentication {
    static final String WRONG_PASSWORD = "WRONGPASS invalid username-password pair or user is disabled.";
    private static final String USER = "default";

    private Authentication() {}

    /** True when there is a password to check. */
    static boolean isPasswordSet(final Settings settings) {
        return !settings.requirepass.value().isEmpty();
    }

    /** True when user and password are right; without a password in the settings every one is. */
    static boolean check(final CommandContext context, final String user, final String password) {
        if (!USER.equals(user)) {
            return false;
        }
        final Settings settings = context.engine().settings();
        // isEqual takes a time that depends only on the length of its first argument, which is the client's own
        return !isPasswordSet(settings)
                || MessageDigest.isEqual(password.getBytes(StandardCharsets.ISO_8859_1), settings.requirepass.bytes());
    }
}
