package io.ringhold.engine.commands.pubsub;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;

/** PUBLISH and SPUBLISH. Engine thread; allocates nothing. */
public final class PublishCommands implements CommandGroupHandlers {
    @Override
    public void bindTo(final Binder binder) {
        binder.bind("publish", this::publish);
        binder.bind("spublish", this::publishToShard);
    }

    /** PUBLISH channel message. */
    private void publish(final CommandContext context) {
        context.reply().integer(context.engine().pubSub().publish(context.argument(1), context.argumentLength(1),
                context.argument(2), context.argumentLength(2)));
    }

    /** SPUBLISH shardchannel message. */
    private void publishToShard(final CommandContext context) {
        context.reply().integer(context.engine().pubSub().publishToShard(context.argument(1),
                context.argumentLength(1), context.argument(2), context.argumentLength(2)));
    }
}
