package io.ringhold.engine.keyspace;

/** Numbers that stand in entries for the types and encodings of values. They are kept in arenas and never change. */
public final class ValueType {
    public static final int STRING = 0;
    public static final int LIST = 1;
    public static final int SET = 2;
    public static final int SORTED_SET = 3;
    public static final int HASH = 4;
    public static final int STREAM = 5;

    public static final int ENCODING_RAW = 0;
    public static final int ENCODING_INT = 1;
    public static final int ENCODING_EMBSTR = 2;
    public static final int ENCODING_LISTPACK = 3;
    public static final int ENCODING_QUICKLIST = 4;
    public static final int ENCODING_INTSET = 5;
    public static final int ENCODING_HASHTABLE = 6;
    public static final int ENCODING_SKIPLIST = 7;
    public static final int ENCODING_STREAM = 8;
    public static final int ENCODING_LISTPACK_EX = 9;
    public static final int ENCODING_HASHTABLE_EX = 10;

    private ValueType() {}

    /** Whether a value of the encoding is a hash whose fields may expire. */
    public static boolean hasFieldTimes(final int encoding) {
        return encoding == ENCODING_LISTPACK_EX || encoding == ENCODING_HASHTABLE_EX;
    }

    /** Whether the encoding keeps a collection in one block. */
    public static boolean isCompact(final int encoding) {
        return encoding == ENCODING_LISTPACK || encoding == ENCODING_LISTPACK_EX || encoding == ENCODING_INTSET;
    }

    /** Whether commands can wait until there is a value of the type. */
    static boolean canBeWaitedFor(final int type) {
        return type == LIST || type == SORTED_SET || type == STREAM;
    }

    /** The name that TYPE gives. */
    public static String nameOf(final int type) {
        return switch (type) {
            case STRING -> "string";
            case LIST -> "list";
            case SET -> "set";
            case SORTED_SET -> "zset";
            case HASH -> "hash";
            case STREAM -> "stream";
            default -> throw new IllegalArgumentException("no value type " + type);
        };
    }
}
