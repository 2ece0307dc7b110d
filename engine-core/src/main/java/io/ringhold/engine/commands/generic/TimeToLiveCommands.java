package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.offheap.keys.Entries;

/**
 * TTL, PTTL, EXPIRETIME and PEXPIRETIME: -2 stands for a missing key, -1 for one without expiry. Seconds are rounded to the
 * nearest. Engine thread; allocates nothing.
 */
public final class TimeToLiveCommands implements CommandGroupHandlers {
    private static final int MISSING = -2;
    private static final int NO_EXPIRY = -1;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("ttl", this::ttl);
        binder.bind("pttl", this::pttl);
        binder.bind("expiretime", this::expireTime);
        binder.bind("pexpiretime", this::pexpireTime);
    }

    /** TTL key. */
    private void ttl(final CommandContext context) {
        reply(context, context.nowMs(), true);
    }

    /** PTTL key. */
    private void pttl(final CommandContext context) {
        reply(context, context.nowMs(), false);
    }

    /** EXPIRETIME key. */
    private void expireTime(final CommandContext context) {
        reply(context, 0, true);
    }

    /** PEXPIRETIME key. */
    private void pexpireTime(final CommandContext context) {
        reply(context, 0, false);
    }

    private static void reply(final CommandContext context, final long sinceMs, final boolean inSeconds) {
        final long slot = context.findUntouched(1);
        if (slot == 0) {
            context.reply().integer(MISSING);
            return;
        }
        final long expireAtMs = context.keyspace().entries().expireAtMs(context.entry(slot));
        if (expireAtMs == Entries.NO_EXPIRY) {
            context.reply().integer(NO_EXPIRY);
            return;
        }
        final long ms = Math.max(0, expireAtMs - sinceMs);
        context.reply().integer(inSeconds ? ms / 1000 + (ms % 1000 >= 500 ? 1 : 0) : ms);
    }
}
