package io.ringhold.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import io.ringhold.engine.client.ReplySink;

/**
 * Reads from and writes to a client's socket without blocking: by the shortest way that the system offers, and through the
 * channel whenever that way gives nothing. Transport thread; not to be used once the channel is closed.
 */
final class ClientSocket implements ReplySink {
    private final SocketChannel channel;
    private final int descriptor;

    ClientSocket(final SocketChannel channel) {
        this.channel = channel;
        this.descriptor = NativeSockets.descriptor(channel);
    }

    /**
     * Reads what is there.
     *
     * @param room
     *            to read into, from the position to the limit, neither of which need be moved.
     * @param address
     *            where the room begins.
     * @return how many bytes, 0 when there are none, -1 at the end of the stream.
     */
    int read(final ByteBuffer room, final long address) throws IOException {
        if (descriptor != NativeSockets.NONE) {
            final int count = NativeSockets.receive(descriptor, address, room.remaining());
            if (count > 0) {
                return count;
            }
        }
        return channel.read(room);
    }

    @Override
    public int write(final ByteBuffer bytes, final long address) throws IOException {
        if (descriptor != NativeSockets.NONE) {
            final int count = NativeSockets.send(descriptor, address, bytes.remaining());
            if (count > 0) {
                return count;
            }
        }
        return channel.write(bytes);
    }
}
