package io.ringhold.tools.memory.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements of HTML and SVG. Whatever text or attribute is given is escaped, so that names of keys cannot become markup. */
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
        html.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element without content. */
    Html empty(final String element, final String... attributes) {
        start(element, attributes).append("/>");
        return this;
    }

    /** An element with text in it. */
    Html element(final String element, final String text, final String... attributes) {
        start(element, attributes).append('>').append(escape(text)).append("</").append(element).append('>');
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

    /** The text with references for what is markup; control characters, which XML does not have, become U+FFFD. */
    static String escape(final String text) {
        final StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) || c >= 0xFFFE ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    private StringBuilder start(final String element, final String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
        }
        return html;
    }
}
