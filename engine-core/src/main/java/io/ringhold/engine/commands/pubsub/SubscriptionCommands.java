package io.ringhold.engine.commands.pubsub;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.CommandHandler;
import io.ringhold.engine.pubsub.PubSub;
import io.ringhold.engine.pubsub.Subscriber;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.resp.ReplyWriter;

/**
 * SUBSCRIBE, UNSUBSCRIBE and their likes. Each channel or pattern is confirmed by a message of its own, which comes even when replies are
 * off. Engine thread; allocates for a client's first subscription.
 */
public final class SubscriptionCommands implements CommandGroupHandlers {
    @Override
    public void bindTo(final Binder binder) {
        for (final TopicKind kind : TopicKind.values()) {
            binder.bind(kind.subscribed(), subscribe(kind));
            binder.bind(kind.unsubscribed(), unsubscribe(kind));
        }
    }

    /** SUBSCRIBE channel [channel ...], PSUBSCRIBE pattern [pattern ...], SSUBSCRIBE shardchannel [shardchannel ...]. */
    private static CommandHandler subscribe(final TopicKind kind) {
        return context -> {
            final PubSub pubSub = context.engine().pubSub();
            for (int i = 1; i < context.argumentCount(); i++) {
                final long name = context.argument(i);
                final int length = context.argumentLength(i);
                if (!pubSub.subscribe(context.session(), kind, name, length)) {
                    context.reply().error(CommandContext.OUT_OF_MEMORY);
                    return;
                }
                confirm(context, kind.subscribed(), name, length);
                context.push().integer(subscriptions(context.session(), kind));
            }
        };
    }

    /** UNSUBSCRIBE [channel ...], PUNSUBSCRIBE [pattern ...], SUNSUBSCRIBE [shardchannel ...]; of all when none is named. */
    private static CommandHandler unsubscribe(final TopicKind kind) {
        return context -> {
            if (context.argumentCount() == 1) {
                unsubscribeAll(context, kind);
                return;
            }
            for (int i = 1; i < context.argumentCount(); i++) {
                unsubscribe(context, kind, context.argument(i), context.argumentLength(i));
            }
        };
    }

    private static void unsubscribeAll(final CommandContext context, final TopicKind kind) {
        final Session session = context.session();
        final PubSub pubSub = context.engine().pubSub();
        long topic = pubSub.firstTopic(session, kind);
        if (topic == 0) {
            final ReplyWriter push = context.push();
            push.push(3);
            push.bulk(kind.unsubscribed());
            push.nullBulk();
            push.integer(subscriptions(session, kind));
        }
        while (topic != 0) {
            unsubscribe(context, kind, pubSub.topics(kind).nameAddress(topic), pubSub.topics(kind).nameLength(topic));
            topic = pubSub.firstTopic(session, kind);
        }
    }

    private static void unsubscribe(final CommandContext context, final TopicKind kind, final long name,
            final int length) {
        confirm(context, kind.unsubscribed(), name, length); // first: the name may be the topic's own
        context.engine().pubSub().unsubscribe(context.session(), kind, name, length);
        context.push().integer(subscriptions(context.session(), kind));
    }

    /** The confirmation, but for the number of subscriptions, which follows. */
    private static void confirm(final CommandContext context, final String word, final long name, final int length) {
        final ReplyWriter push = context.push();
        push.push(3);
        push.bulk(word);
        push.bulk(name, length);
    }

    /** The number that confirmations tell: channels and patterns together, or sharded channels. */
    private static int subscriptions(final Session session, final TopicKind kind) {
        final Subscriber subscriber = session.subscriber();
        if (subscriber == null) {
            return 0;
        }
        return kind == TopicKind.SHARD_CHANNEL
                ? subscriber.count(TopicKind.SHARD_CHANNEL)
                : subscriber.count(TopicKind.CHANNEL) + subscriber.count(TopicKind.PATTERN);
    }
}
