package io.ringhold.engine.commands.generic;

import java.util.Locale;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.OffsetList;
import io.ringhold.engine.commands.ScanArguments;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyTable;

/**
 * KEYS and SCAN. Both gather the entries that match in scratch memory, since the length of a reply comes first, and nothing on
 * the heap. SCAN removes the expired keys that it meets; KEYS leaves them out.
 *
 * <p>
 * A cursor of SCAN is a position in the key table's order (see {@link KeyTable}), so that a key that is there from the first
 * call to the last is returned exactly once, however often the table is resized in between. Engine thread.
 */
public final class ScanCommands implements CommandGroupHandlers {
    private static final int BUCKETS_PER_COUNT = 10;
    private static final int ANY_TYPE = -1;
    private static final int NO_TYPE = -2;
    private static final String[] TYPE_NAMES = upperCaseTypeNames();

    private final OffsetList found = new OffsetList();
    private final ScanArguments.Extra typeOption = this::typeOption;
    private final KeyTable.SlotVisitor keysVisitor = this::visitForKeys;
    private final KeyTable.SlotVisitor scanVisitor = this::visitForScan;
    private Database database;
    private Entries entries;
    private final ScanArguments arguments = new ScanArguments();
    private int type;
    private long seen;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("keys", this::keys);
        binder.bind("scan", this::scan);
    }

    /** KEYS pattern. */
    private void keys(final CommandContext context) {
        begin(context);
        arguments.begin();
        arguments.pattern(context, 1);
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
        if (!arguments.parseCursor(context, 1)) {
            return;
        }
        begin(context);
        if (!arguments.parseOptions(context, 2, typeOption)) {
            return;
        }
        final long count = arguments.count();
        long cursor = arguments.cursor();
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
            context.reply().bulkUnsigned(cursor);
            reply(context);
        }
        found.end();
    }

    private void begin(final CommandContext context) {
        database = context.database();
        entries = context.keyspace().entries();
        type = ANY_TYPE;
        seen = 0;
        found.begin(context.engine().clientArena());
    }

    /** TYPE type. */
    private int typeOption(final CommandContext context, final int argument) {
        if (argument + 1 == context.argumentCount() || !context.is(argument, "TYPE")) {
            return 0;
        }
        type = typeOf(context, argument + 1);
        return 2;
    }

    private void visitForKeys(final long slot, final long entry) {
        if (matches(entry) && !database.hasExpired(entry)) {
            found.add(entry);
        }
    }

    private void visitForScan(final long slot, final long entry) {
        seen++;
        if (database.hasExpired(entry)) {
            database.expireUnlessKept(slot, entry);
        } else if ((type == ANY_TYPE || entries.type(entry) == type) && matches(entry)) {
            found.add(entry);
        }
    }

    private boolean matches(final long entry) {
        return arguments.matches(entries.keyAddress(entry), entries.keyLength(entry));
    }

    private void reply(final CommandContext context) {
        final long size = found.size();
        context.reply().array(size);
        for (long i = 0; i < size; i++) {
            final long entry = found.get(i);
            context.reply().bulk(entries.keyAddress(entry), entries.keyLength(entry));
        }
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
