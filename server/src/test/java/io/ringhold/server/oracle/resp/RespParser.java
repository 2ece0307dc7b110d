package io.ringhold.server.oracle.resp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads replies from a stream, strictly: what is not RESP as Redis writes it (a length with leading zeros, a line
 * without CR, an unknown type) is a {@link ProtocolException}. Replies of unknown length ({@code $?}), which Redis never
 * sends, count as such. For one thread.
 */
public final class RespParser {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream in;

    /** Reads from the stream, which is buffered here. */
    public RespParser(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /**
     * The next reply, waited for as long as the stream does.
     *
     * @throws EOFException      when the stream ends before the reply does
     * @throws ProtocolException when the bytes are not a reply
     */
    public Reply read() throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException("the server closed the connection");
        }
        return switch (type) {
            case '+', '-', ':', ',', '#', '(' -> line((char) type);
            case '$', '!', '=' -> bulk((char) type);
            case '*', '~', '>' -> aggregate((char) type, 1);
            case '%' -> aggregate((char) type, 2);
            case '|' -> {
                Reply attributes = aggregate('|', 2);
                yield new Reply.Attributed((Reply.Aggregate) attributes, read());
            }
            case '_' -> nothing();
            default -> throw new ProtocolException(String.format("no reply begins with byte 0x%02x", type));
        };
    }

    /** Whether there is something to read without waiting; not when the stream has ended. */
    public boolean isInputAvailable() throws IOException {
        return in.available() > 0;
    }

    /** Whether there is something to read, waited for as long as the stream does; otherwise it has ended. */
    public boolean hasInput() throws IOException {
        in.mark(1);
        boolean hasInput = in.read() >= 0;
        if (hasInput) {
            in.reset();
        }
        return hasInput;
    }

    private Reply line(char type) throws IOException {
        Bytes payload = readLine();
        String text = payload.latin1();
        boolean valid = switch (type) {
            case ':' -> text.matches("-?(0|[1-9][0-9]*)") && !"-0".equals(text);
            case '(' -> text.matches("-?(0|[1-9][0-9]*)");
            case '#' -> text.matches("[tf]");
            case ',' -> text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?|-?inf|nan");
            default -> true;
        };
        if (!valid) {
            throw new ProtocolException("not the payload of a '" + type + "': " + payload);
        }
        return new Reply.Scalar(type, payload);
    }

    private Reply nothing() throws IOException {
        Bytes rest = readLine();
        if (rest.length() != 0) {
            throw new ProtocolException("a null has no payload: " + rest);
        }
        return new Reply.Null('_');
    }

    private Reply bulk(char type) throws IOException {
        int length = length(type);
        if (length < 0) {
            return new Reply.Null(type);
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the server closed the connection after " + payload.length + " of " + length
                    + " bytes of a bulk string");
        }
        Bytes end = readLine();
        if (end.length() != 0) {
            throw new ProtocolException("a bulk string is longer than its length " + length + ": " + end);
        }
        return new Reply.Scalar(type, Bytes.of(payload));
    }

    private Reply aggregate(char type, int repliesPerItem) throws IOException {
        int length = length(type);
        if (length < 0) {
            return new Reply.Null(type);
        }
        List<Reply> items = new ArrayList<>();
        for (long i = 0; i < (long) length * repliesPerItem; i++) {
            items.add(read());
        }
        return new Reply.Aggregate(type, items);
    }

    private int length(char type) throws IOException {
        Bytes line = readLine();
        String text = line.latin1();
        if ("-1".equals(text) && (type == '$' || type == '*')) {
            return -1;
        }
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw new ProtocolException("not the length of a '" + type + "': " + line);
        }
        return Integer.parseInt(text);
    }

    private Bytes readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b != '\r') {
            if (b < 0) {
                throw new EOFException("the server closed the connection in the middle of a line");
            }
            if (b == '\n' || line.size() == LONGEST_LINE) {
                throw new ProtocolException("a line without an end: " + Bytes.of(line.toByteArray()));
            }
            line.write(b);
            b = in.read();
        }
        if (in.read() != '\n') {
            throw new ProtocolException("CR without LF after: " + Bytes.of(line.toByteArray()));
        }
        return Bytes.of(line.toByteArray());
    }
}
