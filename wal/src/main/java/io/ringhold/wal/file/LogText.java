package io.ringhold.wal.file;

import java.util.Locale;

/** What a file has as text, for the server's log, whose lines it must not break or forge. Stateless. */
public final class LogText {
    private LogText() {}

    /**
     * With {@code \xHH} for what is no printable ASCII, and two backslashes for one.
     *
     * @param latin1
     *            characters that stand for bytes.
     */
    public static String of(final String latin1) {
        final StringBuilder text = new StringBuilder(latin1.length());
        for (int i = 0; i < latin1.length(); i++) {
            final char c = latin1.charAt(i);
            if (c == '\\') {
                text.append("\\\\");
            } else if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return text.toString();
    }
}
