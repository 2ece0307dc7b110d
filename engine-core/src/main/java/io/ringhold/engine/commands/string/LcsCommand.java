package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.resp.ReplyWriter;

/** LCS: the longest common subsequence of two strings, its length, or where it lies in them. Engine thread. */
final class LcsCommand implements CommandGroupHandlers {
    private static final String NO_STRINGS = "ERR The specified keys must contain string values";
    private static final String BOTH = "ERR If you want both the length and indexes, please just use IDX.";
    private static final String TOO_LARGE = "ERR Insufficient memory, "
            + "transient memory for LCS exceeds proto-max-bulk-len";
    private static final String NO_MEMORY = "ERR Insufficient memory, failed allocating transient memory for LCS";

    private boolean wantsLength;
    private boolean wantsIndexes;
    private boolean withMatchLength;
    private long minMatchLength;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lcs", this::lcs);
    }

    private void lcs(final CommandContext context) {
        final long slotA = context.findForRead(1);
        final long slotB = context.findForRead(2);
        if (slotA != 0 && !context.isString(slotA) || slotB != 0 && !context.isString(slotB)) {
            context.reply().error(NO_STRINGS);
            return;
        }
        if (!parse(context)) {
            return;
        }
        final StringValues strings = context.strings();
        final long lengthA = slotA == 0 ? 0 : strings.length(context.entry(slotA));
        final long lengthB = slotB == 0 ? 0 : strings.length(context.entry(slotB));
        if (LcsTable.sizeOf(lengthA, lengthB) > StringLimits.maxBytes(context)) {
            context.reply().error(TOO_LARGE);
            return;
        }
        final LcsTable table = LcsTable.allocate(context.engine().clientArena(), lengthA, lengthB);
        if (table == null) {
            context.reply().error(NO_MEMORY);
            return;
        }
        if (slotA != 0) {
            strings.view(context.entry(slotA));
            table.first(strings.viewAddress());
        }
        if (slotB != 0) {
            strings.view(context.entry(slotB));
            table.second(strings.viewAddress());
        }
        table.fill();
        reply(context.reply(), table);
        table.free();
    }

    private boolean parse(final CommandContext context) {
        wantsLength = false;
        wantsIndexes = false;
        withMatchLength = false;
        minMatchLength = 0;
        final int count = context.argumentCount();
        for (int i = 3; i < count; i++) {
            if (context.is(i, "IDX")) {
                wantsIndexes = true;
            } else if (context.is(i, "LEN")) {
                wantsLength = true;
            } else if (context.is(i, "WITHMATCHLEN")) {
                withMatchLength = true;
            } else if (context.is(i, "MINMATCHLEN") && i + 1 < count) {
                i++;
                if (!context.parseInteger(i)) {
                    return false;
                }
                minMatchLength = context.integer();
            } else {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
        }
        if (wantsIndexes && wantsLength) {
            context.reply().error(BOTH);
            return false;
        }
        return true;
    }

    private void reply(final ReplyWriter reply, final LcsTable table) {
        if (wantsIndexes) {
            reply.map(2);
            reply.bulk("matches");
            reply.array(table.countMatches(minMatchLength));
            table.writeMatches(reply, minMatchLength, withMatchLength);
            reply.bulk("len");
            reply.integer(table.length());
        } else if (wantsLength) {
            reply.integer(table.length());
        } else {
            table.writeSubsequence();
            reply.bulk(table.subsequenceAddress(), table.length());
        }
    }
}
