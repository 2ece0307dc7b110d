package io.ringhold.tools.aof;

import java.util.Locale;

/**
 * Walks over the commands of one file and finds where they stop being commands. Strict: a command is an array of bulk strings, at least one;
 * lines that begin with {@code #} may stand between commands. One thread, one file.
 *
 * <p>
 * The format is that of the Redis serialization protocol, "Arrays" and "Bulk strings"
 * (https://redis.io/docs/latest/develop/reference/protocol-spec/), with the annotations of Redis 7
 * (https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/).
 */
final class AofScanner {
    static final long NO_TIMESTAMP = 0;
    /** A complaint about an annotation, which ends the check. */
    static final String INVALID_TIMESTAMP = "Invalid timestamp annotation";

    private static final String TIMESTAMP = "#TS:";
    private static final String NO_EXEC = "Reached EOF before reading EXEC for MULTI";

    private final AofFile file;
    private final String name;
    private final long toTimestamp;
    private long at;
    /** Where the item that is read, or was read last, starts. */
    private long item;
    private long number;
    /** Whether the digits that were read last are more than a long has. */
    private boolean isOverflown;
    private long lines;
    private boolean isInTransaction;
    private long transactionStart;
    private String complaint;

    /**
     * @param name
     *            how messages name the file.
     * @param toTimestamp
     *            Unix time in seconds; the scan ends before the first annotation with a later one. {@link #NO_TIMESTAMP} for none.
     * @param firstLine
     *            number of the line that the scan starts at; commands' lines count, annotations do not.
     */
    AofScanner(final AofFile file, final String name, final long toTimestamp, final long firstLine) {
        this.file = file;
        this.name = name;
        this.toTimestamp = toTimestamp;
        this.lines = firstLine;
    }

    /**
     * How a scan ended.
     *
     * @param validTo
     *            offset behind the last complete command or transaction, or of the annotation that the scan stopped at.
     * @param line
     *            number of the line there.
     * @param complaint
     *            what is wrong behind it, as a line for the operator; null when nothing is, or when there is nothing to say of it.
     * @param isLater
     *            true when an annotation later than the timestamp follows.
     */
    record Outcome(long validTo, long line, String complaint, boolean isLater) {}

    /** Scans to the end of the file, or to what ends the scan. */
    Outcome scan(final long start) {
        at = start;
        while (at < file.length()) {
            final long command = at;
            if (file.at(at) == '#') {
                if (isLater()) {
                    return new Outcome(isInTransaction ? transactionStart : at, lines, null, true);
                }
                if (complaint != null) {
                    return bad(command);
                }
                final long next = file.nextLine(at);
                at = next < 0 ? file.length() : next;
            } else if (!command()) {
                return bad(command);
            }
        }
        if (isInTransaction) {
            complain(NO_EXEC);
            return bad(at);
        }
        return new Outcome(at, lines, null, false);
    }

    /** Where it is, or was when it could not go on. */
    long offset() {
        return at;
    }

    private Outcome bad(final long offset) {
        return new Outcome(isInTransaction ? transactionStart : offset, lines, complaint, false);
    }

    /** Whether the annotation here has a time that is too late. */
    private boolean isLater() {
        if (toTimestamp == NO_TIMESTAMP || !file.startsWith(TIMESTAMP, at)) {
            return false;
        }
        final long end = digits(at + TIMESTAMP.length());
        if (end == at + TIMESTAMP.length() || isOverflown || file.at(end) != '\r' && file.at(end) != '\n') {
            complaint = INVALID_TIMESTAMP;
            return false;
        }
        return number > toTimestamp;
    }

    private boolean command() {
        final long start = at;
        if (file.at(at) != '*') {
            complaint = "AOF " + name + " format error";
            return false;
        }
        if (!readNumber('*')) {
            return false;
        }
        final long count = number;
        if (count <= 0) {
            at = start;
            lines--;
            complaint = "AOF " + name + " format error";
            return false;
        }
        for (long i = 0; i < count; i++) {
            if (!argument(i == 0, start)) {
                return false;
            }
        }
        return true;
    }

    private boolean argument(final boolean isName, final long command) {
        if (!readNumber('$')) {
            return false;
        }
        final long length = number;
        if (length < 0 || length > Long.MAX_VALUE - 2) {
            return complain("Expected to read string of " + length + " bytes, which is not in the suitable range");
        }
        item = at;
        if (length + 2 > file.length() - at) {
            return complain("Expected to read " + (length + 2) + " bytes, got " + (file.length() - at) + " bytes");
        }
        if (file.at(at + length) != '\r' || file.at(at + length + 1) != '\n') {
            return complain(got(at + length, at + length + 1));
        }
        at += length + 2;
        lines++;
        return !isName || transaction(length, command);
    }

    private boolean transaction(final long length, final long command) {
        if (file.isWord("MULTI", item, length)) {
            if (isInTransaction) {
                return complain("Unexpected MULTI in AOF " + name);
            }
            isInTransaction = true;
            transactionStart = command;
        } else if (file.isWord("EXEC", item, length)) {
            if (!isInTransaction) {
                return complain("Unexpected EXEC in AOF " + name);
            }
            isInTransaction = false;
        }
        return true;
    }

    /** Reads a prefix, a number and CRLF. */
    private boolean readNumber(final char prefix) {
        if (at >= file.length()) {
            // Redis has no message for a file that ends between two arguments.
            if (isInTransaction) {
                complain(NO_EXEC);
            }
            return false;
        }
        item = at;
        if (file.at(at) != prefix) {
            return complain("Expected prefix '" + prefix + "', got: '" + shown(file.at(at)) + "'");
        }
        final boolean isNegative = file.at(at + 1) == '-';
        final long first = at + (isNegative ? 2 : 1);
        final long end = digits(first);
        final long stop = end == first ? at + 1 : end;
        if (end == first || file.at(end) != '\r' || file.at(end + 1) != '\n') {
            return complain(got(stop, file.at(stop) == '\n' ? file.length() : stop + 1));
        }
        if (isNegative) {
            number = -number;
        }
        at = end + 2;
        lines++;
        return true;
    }

    /** Reads digits into {@link #number}, which stays at the largest long when they are more than that; returns where they end. */
    private long digits(final long start) {
        number = 0;
        isOverflown = false;
        long end = start;
        for (byte b = file.at(end); b >= '0' && b <= '9'; b = file.at(++end)) {
            final int digit = b - '0';
            isOverflown |= number > (Long.MAX_VALUE - digit) / 10;
            number = isOverflown ? Long.MAX_VALUE : number * 10 + digit;
        }
        return end;
    }

    private String got(final long first, final long second) {
        return String.format(Locale.ROOT, "Expected \\r\\n, got: %02x%02x", file.at(first), file.at(second));
    }

    private static String shown(final byte b) {
        return b > ' ' && b < 0x7f ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02x", b);
    }

    private boolean complain(final String message) {
        complaint = String.format(Locale.ROOT, "0x%16x: %s", item, message);
        return false;
    }
}
