package io.ringhold.tools.memory.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server that replies to each command of one client what a test says. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    /**
     * @param replies
     *            gives the reply, as it is sent, to a command, whose words are joined by blanks.
     */
    FakeServer(final UnaryOperator<String> replies) throws IOException {
        Thread.ofPlatform().daemon().start(() -> serve(replies));
    }

    /** As the program takes it. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** A reply of one text. */
    static String text(final String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /** The reply of CONFIG GET to the name of a setting. */
    static String setting(final String name, final String value) {
        return "*2\r\n" + text(name) + text(value);
    }

    private void serve(final UnaryOperator<String> replies) {
        try (Socket client = listener.accept();
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            for (String count = in.readLine(); count != null; count = in.readLine()) {
                final List<String> words = new ArrayList<>();
                for (int left = Integer.parseInt(count.substring(1)); left > 0; left--) {
                    in.readLine(); // the length
                    words.add(in.readLine());
                }
                final String reply = replies.apply(String.join(" ", words));
                client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
            }
        } catch (final IOException _) {
            // the client has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
