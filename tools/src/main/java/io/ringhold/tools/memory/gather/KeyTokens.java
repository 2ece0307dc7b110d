package io.ringhold.tools.memory.gather;

/**
 * Takes a key apart at separators and makes parts that look like ids or numbers into {@code *}. A part begins with its separator: the key
 * {@code user:1000:name} has the parts {@code user}, {@code :*} and {@code :name}.
 *
 * <p>
 * One object walks over key after key; one thread; allocates nothing. What counts as an id: digits; a UUID; hexadecimal digits, 8 or more, of which
 * at least one is a decimal digit; 8 or more letters and digits of which at least a quarter are digits; more than {@value #MAX_LITERAL}
 * bytes; anything with a control character. Braces of hash tags stay. A word with digits behind becomes {@code word*}: one digit is enough behind
 * three letters, so that {@code v1} and {@code v2} stay what they are.
 */
final class KeyTokens {
    /** Longer parts are ids, whatever they look like. */
    static final int MAX_LITERAL = 48;

    private static final int MAX_TOKEN = MAX_LITERAL + 4;
    private static final int UUID_LENGTH = 36;
    private static final int MIN_ID_LENGTH = 8;
    private static final int MIN_TRAILING_DIGITS = 3;
    private static final int MIN_WORD = 3;
    private static final int DIGIT_SHARE = 4;
    private static final long HASH_SEED = 0x9e3779b97f4a7c15L;
    private static final long HASH_FACTOR = 0xff51afd7ed558ccdL;
    private static final boolean[] SEPARATORS = new boolean[256];

    static {
        for (final char separator : new char[] {':', '.', '/', '-', '_', '|'}) {
            SEPARATORS[separator] = true;
        }
    }

    private final byte[] token = new byte[MAX_TOKEN];
    private byte[] key;
    private int keyLength;
    private int at;
    private int length;

    /** Begins with a key. */
    void open(final byte[] newKey, final int newLength) {
        key = newKey;
        keyLength = newLength;
        at = 0;
    }

    /** Goes to the next part; false when there is none. */
    boolean next() {
        if (at == keyLength) {
            return false;
        }
        length = 0;
        if (isSeparator(key[at])) {
            token[length++] = key[at++];
        }
        final int start = at;
        at = end(start);
        put(start, at);
        return true;
    }

    /** Whether there is a part behind this one. */
    boolean hasMore() {
        return at < keyLength;
    }

    /** Makes this part and all that is left one part that varies. */
    void takeRest() {
        length = isSeparator(token[0]) ? 1 : 0;
        token[length++] = '*';
        at = keyLength;
    }

    byte[] token() {
        return token;
    }

    int length() {
        return length;
    }

    /** Whether a part as it is here stands for all that vary. */
    static boolean isWildcard(final byte[] part, final int partLength) {
        return partLength > 0 && part[partLength - 1] == '*'
                && (partLength == 1 || partLength == 2 && isSeparator(part[0]));
    }

    /** The part that stands for all that vary behind the same separator. */
    static byte[] wildcardOf(final byte[] part) {
        return part.length > 0 && isSeparator(part[0]) ? new byte[] {part[0], '*'} : new byte[] {'*'};
    }

    /** Hash of a part, with a mixer of MurmurHash3 (A. Appleby, public domain). */
    static long hash(final byte[] part, final int partLength) {
        long hash = HASH_SEED + partLength;
        for (int i = 0; i < partLength; i++) {
            hash = (hash ^ part[i] & 0xff) * HASH_FACTOR;
            hash ^= hash >>> 29;
        }
        return hash ^ hash >>> 32;
    }

    private static boolean isSeparator(final byte b) {
        return SEPARATORS[b & 0xff];
    }

    /** Where the part ends: before the next separator, or behind a UUID, which may be a hash tag. */
    private int end(final int start) {
        final int tag = start < keyLength && key[start] == '{' ? 1 : 0;
        if (!isUuid(start + tag)) {
            return partEnd(start);
        }
        final int end = start + tag + UUID_LENGTH;
        return tag == 1 && end < keyLength && key[end] == '}' ? end + 1 : end;
    }

    private int partEnd(final int start) {
        int end = start;
        while (end < keyLength && !isSeparator(key[end])) {
            end++;
        }
        return end;
    }

    private void put(final int from, final int to) {
        int start = from;
        int end = to;
        if (start < end && key[start] == '{') {
            token[length++] = '{';
            start++;
        }
        final boolean isClosed = start < end && key[end - 1] == '}';
        if (isClosed) {
            end--;
        }
        if (isId(start, end)) {
            token[length++] = '*';
        } else {
            final int word = wordEnd(start, end);
            System.arraycopy(key, start, token, length, word - start);
            length += word - start;
            if (word < end) {
                token[length++] = '*';
            }
        }
        if (isClosed) {
            token[length++] = '}';
        }
    }

    private boolean isId(final int start, final int end) {
        final int bytes = end - start;
        if (bytes > MAX_LITERAL) {
            return true;
        }
        int digits = 0;
        int hexLetters = 0;
        int letters = 0;
        for (int i = start; i < end; i++) {
            final int b = key[i] & 0xff;
            if (b < ' ' || b == 0x7f) {
                return true;
            }
            final int lower = b | 0x20;
            if (b >= '0' && b <= '9') {
                digits++;
            } else if (lower >= 'a' && lower <= 'f') {
                hexLetters++;
            } else if (lower > 'f' && lower <= 'z') {
                letters++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (digits == bytes || isUuid(start) && bytes == UUID_LENGTH) {
            return true;
        }
        return bytes >= MIN_ID_LENGTH && (digits + hexLetters == bytes
                || digits + hexLetters + letters == bytes && digits * DIGIT_SHARE >= bytes
                        && wordEnd(start, end) == end);
    }

    /** Where the digits behind a word begin; {@code end} when there are few. */
    private int wordEnd(final int start, final int end) {
        int word = end;
        while (word > start && key[word - 1] >= '0' && key[word - 1] <= '9') {
            word--;
        }
        if (word == end || word - start < MIN_WORD && end - word < MIN_TRAILING_DIGITS) {
            return end;
        }
        for (int i = start; i < word; i++) {
            if (key[i] >= '0' && key[i] <= '9') {
                return end;
            }
        }
        return word;
    }

    /** 8-4-4-4-12 hexadecimal digits, and then no more of them: RFC 9562. */
    private boolean isUuid(final int start) {
        if (keyLength - start < UUID_LENGTH
                || keyLength - start > UUID_LENGTH && isHex(key[start + UUID_LENGTH])) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            final boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? key[start + i] != '-' : !isHex(key[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(final byte b) {
        return b >= '0' && b <= '9' || (b | 0x20) >= 'a' && (b | 0x20) <= 'f';
    }
}
