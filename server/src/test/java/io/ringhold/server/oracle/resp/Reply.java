package io.ringhold.server.oracle.resp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A reply of RESP2 or RESP3 as it stood on the wire: two replies are equal exactly when their bytes are. Source: the
 * RESP specification, https://redis.io/docs/latest/develop/reference/protocol-spec/.
 */
public sealed interface Reply {
    /** The first byte on the wire. */
    char type();

    /** The reply's bytes on the wire. */
    byte[] wire();

    /** Whether this is an error, simple or bulk. */
    default boolean isError() {
        return type() == '-' || type() == '!';
    }

    /** Whether this is one of the three nulls. */
    default boolean isNull() {
        return this instanceof Null;
    }

    /** The payload as text, one character for each byte; nothing for a null or an aggregate. */
    default String text() {
        return this instanceof Scalar scalar ? scalar.payload().latin1() : "";
    }

    /**
     * A reply with a payload.
     *
     * @param type    one of {@code + - : , # (} (a line) or {@code $ ! =} (with a length)
     * @param payload what stands between the type or the length and the end
     */
    record Scalar(char type, Bytes payload) implements Reply {
        @Override
        public byte[] wire() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(type);
            if ("$!=".indexOf(type) >= 0) {
                out.writeBytes(line(Integer.toString(payload.length())));
            }
            out.writeBytes(payload.toArray());
            out.writeBytes(line(""));
            return out.toByteArray();
        }

        /** The number of an integer reply. */
        public long number() {
            return Long.parseLong(payload.latin1());
        }

        @Override
        public String toString() {
            return switch (type) {
                case '+' -> payload.latin1();
                case '-' -> "(error) " + payload.latin1();
                case ':' -> "(integer) " + payload.latin1();
                case ',' -> "(double) " + payload.latin1();
                case '#' -> "(boolean) " + payload.latin1();
                case '(' -> "(big) " + payload.latin1();
                case '!' -> "(bulk error) " + payload;
                case '=' -> "(verbatim) " + payload;
                default -> payload.toString();
            };
        }
    }

    /**
     * A null.
     *
     * @param type {@code $} for RESP2's null bulk string, {@code *} for its null array, {@code _} for RESP3's null
     */
    record Null(char type) implements Reply {
        @Override
        public byte[] wire() {
            return line(type == '_' ? "_" : type + "-1");
        }

        @Override
        public String toString() {
            return switch (type) {
                case '*' -> "(nil array)";
                case '_' -> "(null)";
                default -> "(nil)";
            };
        }
    }

    /**
     * A reply of replies.
     *
     * @param type  {@code *} array, {@code ~} set, {@code >} push, {@code %} map or {@code |} attributes
     * @param items the parts; of a map and of attributes key, value, key, value ...
     */
    record Aggregate(char type, List<Reply> items) implements Reply {
        public Aggregate {
            items = List.copyOf(items);
        }

        @Override
        public byte[] wire() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(head());
            items.forEach(item -> out.writeBytes(item.wire()));
            return out.toByteArray();
        }

        /** The line on the wire that precedes the items. */
        public byte[] head() {
            boolean pairs = type == '%' || type == '|';
            return line(type + Integer.toString(pairs ? items.size() / 2 : items.size()));
        }

        @Override
        public String toString() {
            return (type == '*' ? "[" : type + "[")
                    + items.stream().map(Reply::toString).collect(Collectors.joining(", ")) + "]";
        }
    }

    /**
     * A reply that attributes preceded.
     *
     * @param attributes the attributes
     * @param reply      the reply proper
     */
    record Attributed(Aggregate attributes, Reply reply) implements Reply {
        @Override
        public char type() {
            return reply.type();
        }

        @Override
        public byte[] wire() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(attributes.wire());
            out.writeBytes(reply.wire());
            return out.toByteArray();
        }

        @Override
        public String toString() {
            return attributes + " " + reply;
        }
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
