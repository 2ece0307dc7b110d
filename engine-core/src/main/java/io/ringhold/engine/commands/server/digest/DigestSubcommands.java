package io.ringhold.engine.commands.server.digest;

import io.ringhold.engine.command.CommandContext;

/**
 * The subcommands of DEBUG that digest. Digests are of Ringhold's own making: other servers, and other versions, give others for the same
 * contents. Engine thread.
 */
public final class DigestSubcommands {
    private static final int FIRST_KEY = 2;

    private DigestSubcommands() {}

    /** DEBUG DIGEST. */
    public static void digest(final CommandContext context) {
        context.reply().simple(new KeyspaceDigester(context.keyspace()).keyspace());
    }

    /** DEBUG DIGEST-VALUE [key ...]: of the selected database. */
    public static void digestValue(final CommandContext context) {
        final KeyspaceDigester digester = new KeyspaceDigester(context.keyspace());
        context.reply().array(context.argumentCount() - FIRST_KEY);
        for (int i = FIRST_KEY; i < context.argumentCount(); i++) {
            context.reply().simple(digester.value(context.database(), context.hash(i), context.argument(i),
                    context.argumentLength(i)));
        }
    }
}
