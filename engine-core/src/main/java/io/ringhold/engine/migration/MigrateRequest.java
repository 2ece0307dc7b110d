package io.ringhold.engine.migration;

import io.ringhold.engine.command.CommandContext;

/**
 * The arguments of MIGRATE: positions are of the client's request, which stays while its command waits. Engine thread.
 *
 * @param port
 *            -1 when it is no number.
 * @param database
 *            of the other server, which tells whether it has one of this number.
 * @param user
 *            argument, 0 for the default user.
 * @param password
 *            argument, 0 when nobody is to authenticate.
 * @param firstKey
 *            argument.
 * @param endKey
 *            behind the last key.
 */
record MigrateRequest(String host, int port, long database, int timeoutMs, boolean copies, boolean replaces, int user,
        int password, int firstKey, int endKey) {
    private static final String KEY_AND_KEYS = "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string";
    private static final int HOST = 1;
    private static final int PORT = 2;
    private static final int KEY = 3;
    private static final int DATABASE = 4;
    private static final int TIMEOUT = 5;
    private static final int FIRST_OPTION = 6;
    /** Longer than any name, so that none is taken for another. */
    private static final int MAX_HOST = 256;
    private static final int DEFAULT_TIMEOUT_MS = 1000;

    /** Null when the error has been sent. */
    static MigrateRequest parse(final CommandContext context) {
        boolean copies = false;
        boolean replaces = false;
        int user = 0;
        int password = 0;
        int firstKey = KEY;
        int endKey = KEY + 1;
        final int count = context.argumentCount();
        for (int i = FIRST_OPTION; i < count; i++) {
            if (context.is(i, "COPY")) {
                copies = true;
            } else if (context.is(i, "REPLACE")) {
                replaces = true;
            } else if (context.is(i, "AUTH") && i + 1 < count) {
                i++;
                password = i;
            } else if (context.is(i, "AUTH2") && i + 2 < count) {
                user = i + 1;
                password = i + 2;
                i += 2;
            } else if (context.is(i, "KEYS")) {
                if (context.argumentLength(KEY) != 0) {
                    context.reply().error(KEY_AND_KEYS);
                    return null;
                }
                firstKey = i + 1;
                endKey = count;
                i = count;
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return null;
            }
        }
        if (!context.parseInteger(TIMEOUT)) {
            return null;
        }
        final long timeoutMs = context.integer();
        if (!context.parseInteger(DATABASE)) {
            return null;
        }
        final long database = context.integer();
        final long port = context.isInteger(PORT) ? context.integer() : -1;
        return new MigrateRequest(context.quoted(HOST, MAX_HOST), port == (int) port ? (int) port : -1, database,
                timeoutMs <= 0 ? DEFAULT_TIMEOUT_MS : (int) Math.min(timeoutMs, Integer.MAX_VALUE), copies, replaces,
                user, password, firstKey, endKey);
    }
}
