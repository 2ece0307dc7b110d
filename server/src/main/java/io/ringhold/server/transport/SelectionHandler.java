package io.ringhold.server.transport;

import java.nio.channels.SelectionKey;

/** What a transport does when a channel is ready; attached to the channel's selection key. Transport thread. */
interface SelectionHandler {
    void ready(SelectionKey key);
}
