package io.ringhold.tools.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names for people: as they are when they are UTF-8 that can be shown, with {@code \xHH} for what cannot. Stateless. */
public final class KeyText {
    /** Longer names are cut. */
    public static final int MAX_BYTES = 200;

    private static final int LONGEST_CHARACTER = 4;

    private KeyText() {}

    /** The text of bytes; long ones are cut, which an ellipsis shows. */
    public static String of(final byte[] bytes, final int from, final int length) {
        return length <= MAX_BYTES
                ? whole(bytes, from, length)
                : whole(bytes, from, characterStart(bytes, from, MAX_BYTES)) + "...";
    }

    /** The text of a file's name, which is not cut. */
    public static String of(final String name) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return whole(bytes, 0, bytes.length);
    }

    private static String whole(final byte[] bytes, final int from, final int length) {
        try {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
            if (text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\')) {
                return text;
            }
        } catch (final CharacterCodingException _) {
            // shown byte by byte
        }
        final StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            final int b = bytes[i] & 0xff;
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
        }
        return text.toString();
    }

    /** Where the character begins that the byte belongs to, if the bytes are UTF-8. */
    private static int characterStart(final byte[] bytes, final int from, final int index) {
        int start = index;
        while (start > index - LONGEST_CHARACTER && (bytes[from + start] & 0xc0) == 0x80) {
            start--;
        }
        return start;
    }
}
