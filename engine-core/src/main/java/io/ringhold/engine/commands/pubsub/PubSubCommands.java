package io.ringhold.engine.commands.pubsub;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.pubsub.Topics;
import io.ringhold.engine.util.GlobPattern;

/** PUBSUB and its subcommands. Engine thread. */
public final class PubSubCommands implements CommandGroupHandlers {
    private static final HelpText HELP = new HelpText("PUBSUB", "CHANNELS [<pattern>]",
            "    List the channels that have subscribers, or those of them that match.", "NUMPAT",
            "    Give the number of patterns that have subscribers.", "NUMSUB [<channel> ...]",
            "    Give the number of each channel's subscribers, those of patterns not counted.",
            "SHARDCHANNELS [<pattern>]",
            "    List the sharded channels that have subscribers, or those of them that match.",
            "SHARDNUMSUB [<shardchannel> ...]", "    Give the number of each sharded channel's subscribers.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("pubsub", null);
        binder.bind("pubsub-channels", context -> channels(context, TopicKind.CHANNEL));
        binder.bind("pubsub-help", HELP::execute);
        binder.bind("pubsub-numpat", this::patternCount);
        binder.bind("pubsub-numsub", context -> subscribers(context, TopicKind.CHANNEL));
        binder.bind("pubsub-shardchannels", context -> channels(context, TopicKind.SHARD_CHANNEL));
        binder.bind("pubsub-shardnumsub", context -> subscribers(context, TopicKind.SHARD_CHANNEL));
    }

    /** PUBSUB CHANNELS [pattern], PUBSUB SHARDCHANNELS [pattern]. */
    private static void channels(final CommandContext context, final TopicKind kind) {
        if (context.argumentCount() > 3) {
            context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                    + "'. Try PUBSUB HELP.");
            return;
        }
        final Topics topics = context.engine().pubSub().topics(kind);
        int matching = 0;
        for (long topic = topics.first(); topic != 0; topic = topics.next(topic)) {
            matching += matches(context, topics, topic) ? 1 : 0;
        }
        context.reply().array(matching);
        for (long topic = topics.first(); topic != 0; topic = topics.next(topic)) {
            if (matches(context, topics, topic)) {
                context.reply().bulk(topics.nameAddress(topic), topics.nameLength(topic));
            }
        }
    }

    private static boolean matches(final CommandContext context, final Topics topics, final long topic) {
        return context.argumentCount() == 2 || GlobPattern.matches(context.argument(2), context.argumentLength(2),
                topics.nameAddress(topic), topics.nameLength(topic));
    }

    /** PUBSUB NUMPAT. */
    private void patternCount(final CommandContext context) {
        context.reply().integer(context.engine().pubSub().topics(TopicKind.PATTERN).count());
    }

    /** PUBSUB NUMSUB [channel ...], PUBSUB SHARDNUMSUB [shardchannel ...]. */
    private static void subscribers(final CommandContext context, final TopicKind kind) {
        final Topics topics = context.engine().pubSub().topics(kind);
        context.reply().array(2L * (context.argumentCount() - 2));
        for (int i = 2; i < context.argumentCount(); i++) {
            final long topic = topics.find(context.argument(i), context.argumentLength(i));
            context.reply().bulk(context.argument(i), context.argumentLength(i));
            context.reply().integer(topic == 0 ? 0 : topics.subscribers(topic));
        }
    }
}
