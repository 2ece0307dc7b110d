package io.ringhold.server.oracle.rule;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Quoting;
import io.ringhold.server.oracle.resp.Reply;

/**
 * A reply written as redis-cli shows it: {@code OK} (a status), {@code "text"}, {@code (integer) 1}, {@code (nil)},
 * {@code (nil array)}, {@code (error) ERR what}, and arrays {@code ["a", (integer) 2, ["b"]]}.
 *
 * @param text the literal
 */
public record ReplyLiteral(String text) {
    /** Checks the literal. */
    public ReplyLiteral {
        text = text.strip();
        reply(text, 2);
    }

    /** The reply that is meant, as it stands in a RESP version. */
    public Reply reply(int protocol) {
        return reply(text, protocol);
    }

    private static Reply reply(String text, int protocol) {
        if (text.startsWith("(integer) ")) {
            return new Reply.Scalar(':', Bytes.of(Long.toString(Long.parseLong(text.substring(10).strip()))));
        }
        if (text.startsWith("(error) ")) {
            return new Reply.Scalar('-', Bytes.of(text.substring(8).strip()));
        }
        if ("(nil)".equals(text)) {
            return new Reply.Null(protocol == 3 ? '_' : '$');
        }
        if ("(nil array)".equals(text)) {
            return new Reply.Null(protocol == 3 ? '_' : '*');
        }
        if (text.startsWith("\"")) {
            List<Bytes> words = Quoting.split(text);
            if (words.size() == 1) {
                return new Reply.Scalar('$', words.getFirst());
            }
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            List<Reply> items = items(text.substring(1, text.length() - 1)).stream()
                    .map(item -> reply(item, protocol)).toList();
            return new Reply.Aggregate('*', items);
        }
        if (text.matches("[A-Za-z][A-Za-z ]*")) {
            return new Reply.Scalar('+', Bytes.of(text));
        }
        throw new IllegalArgumentException("not a reply: " + text);
    }

    private static List<String> items(String list) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == ',' && depth == 0) {
                items.add(list.substring(start, i).strip());
                start = i + 1;
            } else {
                quoted = c == '"';
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            }
        }
        if (!list.isBlank()) {
            items.add(list.substring(start).strip());
        }
        return items;
    }
}
