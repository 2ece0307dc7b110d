package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.AccessTracker;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.offheap.keys.Entries;

/** DUMP and RESTORE. A value is made of its payload before anything else changes. Engine thread. */
public final class DumpCommands implements CommandGroupHandlers {
    private static final String BUSY_KEY = "BUSYKEY Target key name already exists.";
    private static final String BAD_TTL = "ERR Invalid TTL value, must be >= 0";
    private static final String BAD_IDLE_TIME = "ERR Invalid IDLETIME value, must be >= 0";
    private static final String BAD_FREQUENCY = "ERR Invalid FREQ value, must be >= 0 and <= 255";
    private static final String BAD_CHECKSUM = "ERR DUMP payload version or checksum are wrong";
    private static final String BAD_DATA = "ERR Bad data format";
    private static final int KEY = 1;
    private static final int TTL = 2;
    private static final int PAYLOAD = 3;
    private static final int FIRST_OPTION = 4;
    private static final int MAX_FREQUENCY = 255;
    private static final long NONE = -1;

    private boolean replaces;
    private boolean isAbsolute;
    private long idleSeconds;
    private long frequency;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("dump", this::dump);
        binder.bind("restore", this::restore);
    }

    /** DUMP key. */
    private void dump(final CommandContext context) {
        final long slot = context.findForRead(KEY);
        if (slot == 0) {
            context.reply().nullBulk();
            return;
        }
        final ValueCodec codec = context.engine().valueCodec();
        if (!codec.encode(context.entry(slot))) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.reply().bulk(codec.address(), codec.length());
        codec.clear();
    }

    /** RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]. */
    private void restore(final CommandContext context) {
        if (!parseOptions(context)) {
            return;
        }
        if (!replaces && context.findForWrite(KEY) != 0) {
            context.reply().error(BUSY_KEY);
            return;
        }
        if (!context.parseInteger(TTL)) {
            return;
        }
        final long ttl = context.integer();
        if (ttl < 0) {
            context.reply().error(BAD_TTL);
            return;
        }
        final ValueCodec codec = context.engine().valueCodec();
        if (!codec.isIntact(context.argument(PAYLOAD), context.argumentLength(PAYLOAD))) {
            context.reply().error(BAD_CHECKSUM);
            return;
        }
        final long expireAtMs = ttl == 0 ? Entries.NO_EXPIRY : isAbsolute ? ttl : ttl + context.nowMs();
        final long entry = codec.decode(context.argument(PAYLOAD), context.argumentLength(PAYLOAD),
                context.argument(KEY), context.argumentLength(KEY), expireAtMs);
        if (entry == ValueCodec.NO_MEMORY || entry == ValueCodec.MALFORMED) {
            context.reply().error(entry == ValueCodec.MALFORMED ? BAD_DATA : CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (context.database().hasExpired(entry)) {
            codec.discard(entry);
            deleteExisting(context);
        } else if (!put(context, entry)) {
            return;
        } else {
            context.modified(KEY, KeyEvent.RESTORE);
            logRestored(context, expireAtMs);
        }
        context.reply().ok();
    }

    /** False when the error has been sent. */
    private boolean parseOptions(final CommandContext context) {
        replaces = false;
        isAbsolute = false;
        idleSeconds = NONE;
        frequency = NONE;
        for (int i = FIRST_OPTION; i < context.argumentCount(); i++) {
            final boolean hasValue = i + 1 < context.argumentCount();
            if (context.is(i, "REPLACE")) {
                replaces = true;
            } else if (context.is(i, "ABSTTL")) {
                isAbsolute = true;
            } else if (context.is(i, "IDLETIME") && hasValue && frequency == NONE) {
                i++;
                if (!parse(context, i, Long.MAX_VALUE, BAD_IDLE_TIME)) {
                    return false;
                }
                idleSeconds = context.integer();
            } else if (context.is(i, "FREQ") && hasValue && idleSeconds == NONE) {
                i++;
                if (!parse(context, i, MAX_FREQUENCY, BAD_FREQUENCY)) {
                    return false;
                }
                frequency = context.integer();
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        return true;
    }

    private static boolean parse(final CommandContext context, final int index, final long most, final String error) {
        if (!context.parseInteger(index)) {
            return false;
        }
        if (context.integer() < 0 || context.integer() > most) {
            context.reply().error(error);
            return false;
        }
        return true;
    }

    /** A value that has expired already only takes away what is there. */
    private static void deleteExisting(final CommandContext context) {
        final Database database = context.database();
        final long slot = database.find(context.hash(KEY), context.argument(KEY), context.argumentLength(KEY));
        if (slot != 0) {
            database.delete(slot);
            context.modified(KEY, KeyEvent.DEL);
            context.effects().begin(2).word("DEL").bytes(context.argument(KEY), context.argumentLength(KEY)).end();
        }
    }

    /** False when the error has been sent. */
    private boolean put(final CommandContext context, final long entry) {
        final Database database = context.database();
        final long slot = database.find(context.hash(KEY), context.argument(KEY), context.argumentLength(KEY));
        if (slot != 0) {
            database.replace(slot, entry);
            context.keyspace().added(database, entry); // Redis deletes what was there and adds what it restores
        } else if (database.insert(context.hash(KEY), entry) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        context.keyspace().entries().access(entry, accessBits(context.keyspace().access()));
        return true;
    }

    private int accessBits(final AccessTracker access) {
        if (frequency != NONE) {
            return access.ofFrequency((int) frequency);
        }
        return idleSeconds != NONE ? access.ofIdleSeconds(idleSeconds) : access.initial();
    }

    /** The log gets the time of expiry, not how long that is ahead. */
    private void logRestored(final CommandContext context, final long expireAtMs) {
        if (expireAtMs == Entries.NO_EXPIRY || isAbsolute) {
            return;
        }
        final int count = context.argumentCount();
        final EffectWriter effects = context.effects().begin(count + 1);
        for (int i = 0; i < count; i++) {
            if (i == TTL) {
                effects.number(expireAtMs);
            } else {
                effects.bytes(context.argument(i), context.argumentLength(i));
            }
        }
        effects.word("ABSTTL").end();
    }
}
