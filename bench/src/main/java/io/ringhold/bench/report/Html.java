package io.ringhold.bench.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes elements of HTML or SVG that are well-formed XML too. Whatever text or attribute is given is escaped, so that labels, settings and
 * errors of others cannot become markup.
 */
final class Html {
    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes
     *            names and values in turn.
     */
    Html open(final String element, final String... attributes) {
        start(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /** Closes the element that was opened last. */
    Html close() {
        html.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes the element that was opened last, and begins a new line. */
    Html closeLine() {
        close();
        html.append('\n');
        return this;
    }

    /** An element without content. */
    Html empty(final String element, final String... attributes) {
        start(element, attributes).append("/>");
        return this;
    }

    /** An element with text in it. */
    Html element(final String element, final String text, final String... attributes) {
        return open(element, attributes).text(text).close();
    }

    Html text(final String text) {
        html.append(escape(text));
        return this;
    }

    /** Own text that is HTML already, as a style sheet. */
    Html raw(final String own) {
        html.append(own);
        return this;
    }

    /** What was written; every element must be closed. */
    String done() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return html.toString();
    }

    /** The text with references for what is markup; what XML has no character for becomes U+FFFD. */
    static String escape(final String text) {
        final StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    /** XML 1.0, production 2, without C1 controls. */
    private static boolean isCharacter(final int c) {
        if (c < ' ') {
            return c == '\t' || c == '\n' || c == '\r';
        }
        final boolean control = c >= 0x7F && c < 0xA0;
        final boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }

    private StringBuilder start(final String element, final String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
        }
        return html;
    }
}
