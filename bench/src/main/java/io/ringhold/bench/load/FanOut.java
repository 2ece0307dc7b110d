package io.ringhold.bench.load;

import java.util.List;

/**
 * One sender and many receivers, each of which hears of everything that is sent. The sender sends a batch, waits until every receiver has got all of it, and sends the
 * next.
 *
 * @param kind
 *            how receivers hear of it
 * @param receivers
 *            how many there are
 * @param batch
 *            messages, or writes to different keys, that are sent at once
 * @param valueLength
 *            bytes of a message or value
 */
public record FanOut(Kind kind, int receivers, int batch, int valueLength) {
    /** How receivers hear of what is sent; the operations are in the order in which results have them. */
    public enum Kind {
        /** PUBLISH to a channel to which all receivers have subscribed. */
        PUBLISH,
        /** SET of keys that all receivers have read and track; each reads them again when they have changed. */
        TRACKING,
        /** SET of keys with a prefix of which all receivers are told everything. */
        BCAST;

        /** What is counted: the replies to the sender, what receivers are told, and what these ask for themselves. */
        public List<String> operations() {
            return switch (this) {
                case PUBLISH -> List.of("publish", "message");
                case TRACKING -> List.of("set", "invalidation", "get");
                case BCAST -> List.of("set", "invalidation");
            };
        }

        /** Whether receivers are told by messages that only RESP3 has. */
        public boolean needsPushes() {
            return this != PUBLISH;
        }

        /** Whether receivers read the keys again. */
        boolean isReadAgain() {
            return this == TRACKING;
        }
    }
}
