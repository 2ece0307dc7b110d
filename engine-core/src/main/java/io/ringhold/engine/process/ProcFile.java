package io.ringhold.engine.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/**
 * A file of proc(5) that stays open and is read again and again, each time as it is then. Opening one costs as much as reading it, and much more in a
 * program that does it so rarely that it is interpreted. Allocates nothing after the first reading; for one thread.
 */
final class ProcFile {
    private static final int MAX_BYTES = 4096;

    private final String path;
    private final byte[] text = new byte[MAX_BYTES];
    private RandomAccessFile file;
    private int length;

    ProcFile(final String path) {
        this.path = path;
    }

    /** Takes what the file holds now. */
    ProcFile read() {
        try {
            if (file == null) {
                file = new RandomAccessFile(path, "r");
            }
            file.seek(0);
            length = file.read(text);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        return this;
    }

    /** Where the text behind the last such character begins. */
    int behindLast(final char character) {
        int at = length;
        while (at > 0 && text[at - 1] != character) {
            at--;
        }
        return at;
    }

    /**
     * A field that is a whole number without sign.
     *
     * @param from
     *            where the first field begins.
     * @param index
     *            of the field, from 0; a blank stands between two.
     */
    long number(final int from, final int index) {
        int at = from;
        for (int left = index; left > 0; at++) {
            if (text[at] == ' ') {
                left--;
            }
        }
        long number = 0;
        for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
            number = 10 * number + text[at] - '0';
        }
        return number;
    }
}
