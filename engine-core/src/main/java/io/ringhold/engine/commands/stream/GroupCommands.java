package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Outcome;

/** XGROUP and its subcommands. Engine thread; allocates for errors only. */
final class GroupCommands implements CommandGroupHandlers {
    private static final int KEY = 2;
    private static final int GROUP = 3;
    private static final int OPERAND = 4;
    private static final int OPTIONS = 5;
    private static final int PENDING_AT_ONCE = 1000;
    private static final HelpText HELP = new HelpText("XGROUP", "CREATE <key> <groupname> <id|$> [option]",
            "    Make a consumer group that reads what comes behind an id. Options are:", "    * MKSTREAM",
            "      Make an empty stream when there is none.", "    * ENTRIESREAD entries_read",
            "      How many entries the group has read so far.", "CREATECONSUMER <key> <groupname> <consumer>",
            "    Add a consumer to a group.", "DELCONSUMER <key> <groupname> <consumer>",
            "    Remove a consumer, and what is pending for it.", "DESTROY <key> <groupname>", "    Remove a group.",
            "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]", "    Set the id behind which a group reads.");

    private final IdArgument id = new IdArgument();
    private boolean makesStream;
    private long entriesRead;
    private long root;
    private long group;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("xgroup", null);
        binder.bind("xgroup-create", this::create);
        binder.bind("xgroup-createconsumer", this::createConsumer);
        binder.bind("xgroup-delconsumer", this::deleteConsumer);
        binder.bind("xgroup-destroy", this::destroy);
        binder.bind("xgroup-help", HELP::execute);
        binder.bind("xgroup-setid", this::setId);
    }

    /** XGROUP CREATE key group (id | $) [MKSTREAM] [ENTRIESREAD entries-read]. */
    private void create(final CommandContext context) {
        if (!parseOptions(context, true) || !find(context, false)) {
            return;
        }
        if (context.argumentCount() > OPTIONS + 3) {
            replySyntax(context);
            return;
        }
        final StreamValues values = context.streams();
        if (!parseId(context, true)) {
            return;
        }
        final boolean isMade = root == 0;
        final long slot = isMade
                ? values.create(context.database(), context.hash(KEY), context.argument(KEY),
                        context.argumentLength(KEY))
                : 0;
        if (isMade && slot == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long stream = isMade ? StreamSupport.root(context, slot) : root;
        final Outcome outcome = values.groups().create(stream, context.argument(GROUP), context.argumentLength(GROUP),
                id.ms(), id.seq(), entriesRead);
        if (outcome == Outcome.DONE) {
            context.changed();
            if (isMade) {
                context.touched(KEY);
            }
            context.event(KEY, KeyEvent.XGROUP_CREATE);
            context.reply().ok();
            return;
        }
        if (isMade) {
            context.database().delete(slot);
        }
        context.reply().error(outcome == Outcome.PRESENT
                ? "BUSYGROUP Consumer Group name already exists"
                : CommandContext.OUT_OF_MEMORY);
    }

    /** XGROUP SETID key group (id | $) [ENTRIESREAD entries-read]. */
    private void setId(final CommandContext context) {
        if (!parseOptions(context, false) || !find(context, true)) {
            return;
        }
        if (context.argumentCount() != OPTIONS && context.argumentCount() != OPTIONS + 2) {
            replySyntax(context);
            return;
        }
        if (parseId(context, false)) {
            context.streams().groups().lastId(group, id.ms(), id.seq());
            context.streams().groups().entriesRead(group, entriesRead);
            context.changed();
            context.event(KEY, KeyEvent.XGROUP_SETID);
            context.reply().ok();
        }
    }

    /** XGROUP DESTROY key group. */
    private void destroy(final CommandContext context) {
        makesStream = false;
        if (!find(context, false)) {
            return;
        }
        if (group == 0) {
            context.reply().integer(0);
            return;
        }
        context.streams().destroyGroup(root, group);
        context.keyspace().made(context.database(), context.entry(context.findForWrite(KEY)));
        context.changed();
        context.event(KEY, KeyEvent.XGROUP_DESTROY);
        context.reply().integer(1);
    }

    /** XGROUP CREATECONSUMER key group consumer. */
    private void createConsumer(final CommandContext context) {
        makesStream = false;
        if (!find(context, true)) {
            return;
        }
        final Outcome outcome = context.streams().consumers().create(group, context.argument(OPERAND),
                context.argumentLength(OPERAND), context.nowMs());
        if (outcome == Outcome.NO_MEMORY) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        if (outcome == Outcome.DONE) {
            context.changed();
            context.event(KEY, KeyEvent.XGROUP_CREATECONSUMER);
        }
        context.reply().integer(outcome == Outcome.DONE ? 1 : 0);
    }

    /** XGROUP DELCONSUMER key group consumer. */
    private void deleteConsumer(final CommandContext context) {
        makesStream = false;
        if (!find(context, true)) {
            return;
        }
        final var consumers = context.streams().consumers();
        final long consumer = consumers.find(group, context.argument(OPERAND), context.argumentLength(OPERAND));
        long pending = 0;
        if (consumer != 0) {
            int dropped;
            do {
                dropped = consumers.deleteSome(group, consumer, PENDING_AT_ONCE);
                pending += dropped;
            } while (dropped == PENDING_AT_ONCE);
            context.changed();
            context.event(KEY, KeyEvent.XGROUP_DELCONSUMER);
        }
        context.reply().integer(pending);
    }

    private boolean parseOptions(final CommandContext context, final boolean canMakeStream) {
        makesStream = false;
        entriesRead = Progress.UNKNOWN;
        int at = OPTIONS;
        while (at < context.argumentCount()) {
            if (canMakeStream && context.is(at, "MKSTREAM")) {
                makesStream = true;
                at++;
            } else if (at + 1 < context.argumentCount() && context.is(at, "ENTRIESREAD")) {
                if (!context.parseInteger(at + 1)) {
                    return false;
                }
                entriesRead = context.integer();
                if (entriesRead < 0 && entriesRead != Progress.UNKNOWN) {
                    context.reply().error("ERR value for ENTRIESREAD must be positive or -1");
                    return false;
                }
                at += 2;
            } else {
                replySyntax(context);
                return false;
            }
        }
        return true;
    }

    /** Looks stream and group up; replies with an error and answers false when one is missing that has to be there. */
    private boolean find(final CommandContext context, final boolean needsGroup) {
        final long slot = StreamSupport.findForWrite(context, KEY);
        if (slot == StreamSupport.WRONG) {
            return false;
        }
        root = slot == 0 ? 0 : StreamSupport.root(context, slot);
        group = StreamSupport.findGroup(context, slot, GROUP);
        if (slot == 0 && !makesStream) {
            context.reply()
                    .error("ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
                            + " to use the MKSTREAM option to create an empty stream automatically.");
            return false;
        }
        if (needsGroup && group == 0) {
            context.reply().error("NOGROUP No such consumer group '" + context.quoted(GROUP) + "' for key name '"
                    + context.quoted(KEY) + "'");
            return false;
        }
        return true;
    }

    private boolean parseId(final CommandContext context, final boolean isStrict) {
        if (IdArgument.isOnly(context, OPERAND, '$')) {
            final Streams streams = context.streams().streams();
            id.set(root == 0 ? 0 : streams.lastMs(root), root == 0 ? 0 : streams.lastSeq(root));
            return true;
        }
        return isStrict ? id.parse(context, OPERAND) : id.parseOrEnd(context, OPERAND);
    }

    private static void replySyntax(final CommandContext context) {
        context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                + "'. Try XGROUP HELP.");
    }
}
