package io.ringhold.bench.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.ringhold.bench.server.Endpoint;

/** A server that answers as a test wants it to: one thread for each connection, replies in order. Keeps all commands that it got. */
public final class FakeServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Function<List<String>, String> answers;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> commands = new ConcurrentLinkedQueue<>();

    /**
     * Starts it.
     *
     * @param answers
     *            gives the raw reply to a command; null closes the connection
     */
    public FakeServer(Function<List<String>, String> answers) throws IOException {
        this.answers = answers;
        listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("fake-server").start(this::accept);
    }

    /** Answers OK, and INFO with what is given. */
    public static Function<List<String>, String> ok(String info) {
        return command -> command.getFirst().equals("INFO") ? "$" + info.length() + "\r\n" + info + "\r\n" : "+OK\r\n";
    }

    public int port() {
        return listening.getLocalPort();
    }

    Endpoint endpoint(int resp) {
        return new Endpoint("127.0.0.1", port(), null, null, resp);
    }

    /** All commands but INFO and PING, with which clients introduce themselves, in the order in which they came. */
    List<List<String>> commands() {
        return commands.stream().filter(command -> !Set.of("INFO", "PING").contains(command.getFirst())).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread.ofPlatform().daemon().name("fake-connection").start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            List<String> command = read(in);
            while (command != null) {
                commands.add(command);
                String answer = answers.apply(command);
                if (answer == null) {
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (in.available() == 0) {
                    out.flush();
                }
                command = read(in);
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static List<String> read(InputStream in) throws IOException {
        String header = line(in);
        if (header == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (int i = Integer.parseInt(header.substring(1)); i > 0; i--) {
            int length = Integer.parseInt(line(in).substring(1));
            words.add(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            in.skipNBytes(2);
        }
        return words;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
