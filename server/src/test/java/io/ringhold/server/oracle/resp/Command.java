package io.ringhold.server.oracle.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A command with its arguments.
 *
 * @param args the name and the arguments, at least one
 */
public record Command(List<Bytes> args) {
    public Command {
        args = List.copyOf(args);
        if (args.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a name");
        }
    }

    /** A command of texts, sent in UTF-8. */
    public static Command of(String... args) {
        return new Command(Arrays.stream(args).map(Bytes::of).toList());
    }

    /** A command of byte strings. */
    public static Command of(byte[][] args) {
        return new Command(Arrays.stream(args).map(Bytes::of).toList());
    }

    /** A command line in redis-cli's quoting. */
    public static Command parse(String line) {
        return new Command(Quoting.split(line));
    }

    /** The command's name in upper case. */
    public String name() {
        return args.getFirst().latin1().toUpperCase(Locale.ROOT);
    }

    /** Argument {@code index} in upper case, or nothing when there are fewer; 0 is the name. */
    public String upper(int index) {
        return index < args.size() ? args.get(index).latin1().toUpperCase(Locale.ROOT) : "";
    }

    /** The command as a RESP array of bulk strings. */
    public byte[] wire() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + args.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (Bytes arg : args) {
            out.writeBytes(("$" + arg.length() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(arg.toArray());
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    /** A line that redis-cli and {@link #parse} understand. */
    @Override
    public String toString() {
        return args.stream().map(Quoting::word).collect(Collectors.joining(" "));
    }
}
