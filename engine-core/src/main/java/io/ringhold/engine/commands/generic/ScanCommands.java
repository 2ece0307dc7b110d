package io.ringhold.engine.commands.generic;

import java.util.Locale;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.util.GlobPattern;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;
import io.ringhold.offheap.memory.Memory;

/**
 * KEYS and SCAN. Both gather the entries that match in scratch memory, since the length of a reply comes first, and nothing on
 * the heap. SCAN removes the expired keys that it meets; KEYS leaves them out.
 *
 * <p>
 * A cursor of SCAN is a position in the key table's order (see {@link KeyTable}), so that a key that is there from the first
 * call to the last is returned exactly once, however often the table is resized in between. Engine thread.
 */
public final class ScanCommands implements CommandGroupHandlers {
    private static final int DEFAULT_COUNT = 10;
    private static final int BUCKETS_PER_COUNT = 10;
    private static final int ANY_TYPE = -1;
    private static final int NO_TYPE = -2;
    private static final String[] TYPE_NAMES = upperCaseTypeNames();

    private final OffsetList found = new OffsetList();
    private final KeyTable.SlotVisitor keysVisitor = this::visitForKeys;
    private final KeyTable.SlotVisitor scanVisitor = this::visitForScan;
    private Database database;
    private Entries entries;
    private long patternAddress;
    private int patternLength;
    private int type;
    private long count;
    private long seen;
    private long cursor;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("keys", this::keys);
        binder.bind("scan", this::scan);
    }

    /** KEYS pattern. */
    private void keys(final CommandContext context) {
        begin(context);
        pattern(context, 1);
        long at = 0;
        do {
            at = database.table().scan(at, keysVisitor);
        } while (at != 0);
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            reply(context);
        }
        found.end();
    }

    /** SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]. */
    private void scan(final CommandContext context) {
        if (!parseCursor(context.argument(1), context.argumentLength(1))) {
            context.reply().error("ERR invalid cursor");
            return;
        }
        begin(context);
        if (!parseOptions(context)) {
            return;
        }
        final long mostBuckets = Math.max(count, count * BUCKETS_PER_COUNT);
        long buckets = 0;
        do {
            cursor = database.table().scan(cursor, scanVisitor);
            buckets++;
        } while (cursor != 0 && seen < count && buckets < mostBuckets);
        if (found.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().array(2);
            context.reply().bulkInteger(cursor);
            reply(context);
        }
        found.end();
    }

    private void begin(final CommandContext context) {
        database = context.database();
        entries = context.keyspace().entries();
        patternAddress = 0;
        type = ANY_TYPE;
        count = DEFAULT_COUNT;
        seen = 0;
        found.begin(context.engine().clientArena());
    }

    /** False when the error has been sent. */
    private boolean parseOptions(final CommandContext context) {
        for (int i = 2; i < context.argumentCount(); i += 2) {
            final boolean hasValue = i + 1 < context.argumentCount();
            if (hasValue && context.is(i, "COUNT")) {
                if (!context.parseInteger(i + 1)) {
                    return false;
                }
                count = context.integer();
                if (count < 1) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                    return false;
                }
            } else if (hasValue && context.is(i, "MATCH")) {
                pattern(context, i + 1);
            } else if (hasValue && context.is(i, "TYPE")) {
                type = typeOf(context, i + 1);
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        return true;
    }

    /** Takes a pattern; a lone star is as good as none. */
    private void pattern(final CommandContext context, final int argument) {
        patternAddress = context.argument(argument);
        patternLength = context.argumentLength(argument);
        if (patternLength == 1 && Memory.getByte(patternAddress) == '*') {
            patternAddress = 0;
        }
    }

    private void visitForKeys(final long slot, final long entry) {
        if (matches(entry) && !database.hasExpired(entry)) {
            found.add(entry);
        }
    }

    private void visitForScan(final long slot, final long entry) {
        seen++;
        if (database.hasExpired(entry)) {
            database.expire(slot, entry);
        } else if ((type == ANY_TYPE || entries.type(entry) == type) && matches(entry)) {
            found.add(entry);
        }
    }

    private boolean matches(final long entry) {
        return patternAddress == 0 || GlobPattern.matches(patternAddress, patternLength, entries.keyAddress(entry),
                entries.keyLength(entry));
    }

    private void reply(final CommandContext context) {
        final long size = found.size();
        context.reply().array(size);
        for (long i = 0; i < size; i++) {
            final long entry = found.get(i);
            context.reply().bulk(entries.keyAddress(entry), entries.keyLength(entry));
        }
    }

    /**
     * Reads a cursor as C's strtoul would: 64 bits without sign, with a sign allowed in front, up to a NUL; nothing at all is 0.
     */
    private boolean parseCursor(final long address, final int argumentLength) {
        int length = 0;
        while (length < argumentLength && Memory.getByte(address + length) != 0) {
            length++;
        }
        if (length == 0) {
            cursor = 0;
            return true;
        }
        final int first = Memory.getByte(address);
        int at = first == '-' || first == '+' ? 1 : 0;
        if (at == length) {
            return false;
        }
        long value = 0;
        for (; at < length; at++) {
            final int digit = Memory.getByte(address + at) - '0';
            if (digit < 0 || digit > 9 || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false;
            }
            value = value * 10 + digit;
        }
        cursor = first == '-' ? -value : value;
        return true;
    }

    private static int typeOf(final CommandContext context, final int argument) {
        for (int i = 0; i < TYPE_NAMES.length; i++) {
            if (Ascii.equalsIgnoreCase(context.argument(argument), context.argumentLength(argument), TYPE_NAMES[i])) {
                return i;
            }
        }
        return NO_TYPE;
    }

    private static String[] upperCaseTypeNames() {
        final String[] names = new String[ValueType.STREAM + 1];
        for (int i = 0; i < names.length; i++) {
            names[i] = ValueType.nameOf(i).toUpperCase(Locale.ROOT);
        }
        return names;
    }
}
