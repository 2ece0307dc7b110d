package io.ringhold.engine.commands.connection;

import java.util.Locale;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;

/** Classes of clients that CLIENT LIST and CLIENT KILL know. Replicas and masters there are none; monitors are normal ones, as in Redis. */
enum ClientType {
    NORMAL, MASTER, REPLICA, PUBSUB;

    /** The class of a client. */
    static ClientType of(final Session session) {
        return session.subscriber() == null ? NORMAL : PUBSUB;
    }

    /** The class that an argument names, or null when there is none and the error has been sent. */
    static ClientType parse(final CommandContext context, final int argument) {
        return switch (context.text(argument).toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "master" -> MASTER;
            case "replica", "slave" -> REPLICA;
            case "pubsub" -> PUBSUB;
            default -> {
                context.reply().error("ERR Unknown client type '" + context.quoted(argument) + "'");
                yield null;
            }
        };
    }
}
