package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;

/** How long strings may become. Engine thread. */
public final class StringLimits {
    /** Longest string that files can be read back with: lengths there are those of Java's buffers. */
    public static final long MAX_BYTES = Integer.MAX_VALUE;

    private static final String TOO_LONG = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    private StringLimits() {}

    /** Longest string in bytes; what a log holds may be longer, for the setting may have changed since. */
    public static long maxBytes(final CommandContext context) {
        return context.engine().isLoading()
                ? MAX_BYTES
                : Math.min(MAX_BYTES, context.engine().settings().protoMaxBulkLen.value());
    }

    /** True when a string of two such parts is not too long; replies with an error otherwise. */
    static boolean allow(final CommandContext context, final long firstBytes, final long moreBytes) {
        if (firstBytes <= maxBytes(context) - moreBytes) {
            return true;
        }
        context.reply().error(TOO_LONG);
        return false;
    }
}
