package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.keys.Entries;

/**
 * The options of SET, GETEX and MSETEX: a condition, an expiry, GET. An object is used again for each command; parsing
 * allocates nothing. Engine thread.
 *
 * <p>
 * As in Redis, an option may be given twice, the last counting, but not together with another of its kind.
 */
final class WriteOptions {
    /** What SET allows. */
    static final int FOR_SET = 0;
    /** What GETEX allows. */
    static final int FOR_GETEX = 1;
    /** What MSETEX allows. */
    static final int FOR_MSETEX = 2;

    static final int NX = 1;
    static final int XX = 2;
    static final int IFEQ = 4;
    static final int IFNE = 8;
    static final int IFDEQ = 16;
    static final int IFDNE = 32;
    private static final int CONDITIONS = NX | XX | IFEQ | IFNE | IFDEQ | IFDNE;
    private static final int VALUE_CONDITIONS = IFEQ | IFNE | IFDEQ | IFDNE;
    private static final int EX = 64;
    private static final int PX = 128;
    private static final int EXAT = 256;
    private static final int PXAT = 512;
    private static final int EXPIRIES = EX | PX | EXAT | PXAT;
    private static final int KEEPTTL = 1024;
    private static final int PERSIST = 2048;
    private static final int LIFETIMES = EXPIRIES | KEEPTTL | PERSIST;
    private static final int GET = 4096;

    private int given;
    private int conditionArgument;
    private int expiryArgument;
    private long expireAtMs;

    /** Forgets what was read: no option. */
    void clear() {
        given = 0;
        expireAtMs = Entries.NO_EXPIRY;
    }

    /** Reads the options from an argument on; replies with a syntax error and answers false when they make no sense. */
    boolean parse(final CommandContext context, final int from, final int form) {
        clear();
        final int count = context.argumentCount();
        int at = from;
        while (at < count) {
            final int option = option(context, at, form);
            final int exclusive = (option & CONDITIONS) != 0 ? CONDITIONS : (option & LIFETIMES) != 0 ? LIFETIMES : 0;
            final boolean takesArgument = (option & (EXPIRIES | VALUE_CONDITIONS)) != 0;
            if (option == 0 || (given & exclusive & ~option) != 0 || takesArgument && at + 1 == count) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            given |= option;
            if ((option & VALUE_CONDITIONS) != 0) {
                conditionArgument = at + 1;
            } else if (takesArgument) {
                expiryArgument = at + 1;
            }
            at += takesArgument ? 2 : 1;
        }
        return true;
    }

    private static int option(final CommandContext context, final int at, final int form) {
        final int length = context.argumentLength(at);
        if (length == 2) {
            if (context.is(at, "EX")) {
                return EX;
            }
            if (context.is(at, "PX")) {
                return PX;
            }
            return form == FOR_GETEX ? 0 : context.is(at, "NX") ? NX : context.is(at, "XX") ? XX : 0;
        }
        if (context.is(at, "EXAT")) {
            return EXAT;
        }
        if (context.is(at, "PXAT")) {
            return PXAT;
        }
        if (form == FOR_GETEX) {
            return context.is(at, "PERSIST") ? PERSIST : 0;
        }
        if (context.is(at, "KEEPTTL")) {
            return KEEPTTL;
        }
        return form == FOR_SET ? optionOfSet(context, at) : 0;
    }

    private static int optionOfSet(final CommandContext context, final int at) {
        if (context.is(at, "GET")) {
            return GET;
        }
        if (context.is(at, "IFEQ")) {
            return IFEQ;
        }
        if (context.is(at, "IFNE")) {
            return IFNE;
        }
        if (context.is(at, "IFDEQ")) {
            return IFDEQ;
        }
        return context.is(at, "IFDNE") ? IFDNE : 0;
    }

    /**
     * Works out the moment of expiry, when one was asked for; replies with an error and answers false when it is no
     * number or out of range.
     */
    boolean resolveExpiry(final CommandContext context) {
        if (!hasExpiry()) {
            return true;
        }
        final boolean seconds = (given & (EX | EXAT)) != 0;
        final boolean relative = (given & (EX | PX)) != 0;
        return resolveExpiry(context, expiryArgument, seconds, relative);
    }

    /** As {@link #resolveExpiry(CommandContext)}, of an argument at a fixed place. */
    boolean resolveExpiry(final CommandContext context, final int argument, final boolean seconds,
            final boolean relative) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        long time = context.integer();
        boolean valid = time > 0 && (!seconds || time <= Long.MAX_VALUE / 1000);
        if (valid) {
            time = seconds ? time * 1000 : time;
            valid = !relative || time <= Long.MAX_VALUE - context.nowMs();
        }
        if (!valid) {
            context.reply().error("ERR invalid expire time in '" + context.command().fullName() + "' command");
            return false;
        }
        expireAtMs = relative ? time + context.nowMs() : time;
        return true;
    }

    /** The condition given: NX, XX, IFEQ, IFNE, IFDEQ, IFDNE, or 0. */
    int condition() {
        return given & CONDITIONS;
    }

    /** Index of the argument that the condition compares with. */
    int conditionArgument() {
        return conditionArgument;
    }

    /** True when the old value is looked at, so that it must be a string. */
    boolean looksAtValue() {
        return (given & (VALUE_CONDITIONS | GET)) != 0;
    }

    /** True when a digest is compared. */
    boolean comparesDigest() {
        return (given & (IFDEQ | IFDNE)) != 0;
    }

    /** GET. */
    boolean returnsOld() {
        return (given & GET) != 0;
    }

    /** True when a moment of expiry was given. */
    boolean hasExpiry() {
        return (given & EXPIRIES) != 0;
    }

    /** KEEPTTL. */
    boolean keepsExpiry() {
        return (given & KEEPTTL) != 0;
    }

    /** PERSIST. */
    boolean persists() {
        return (given & PERSIST) != 0;
    }

    /** Unix time in ms, or {@link Entries#NO_EXPIRY}; after {@link #resolveExpiry}. */
    long expireAtMs() {
        return expireAtMs;
    }

    /** The expiry that a key in a slot is to have. */
    long expireAtMs(final CommandContext context, final long slot) {
        return keepsExpiry() && slot != 0 ? context.keyspace().entries().expireAtMs(context.entry(slot)) : expireAtMs;
    }
}
