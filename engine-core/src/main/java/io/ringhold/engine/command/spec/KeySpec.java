package io.ringhold.engine.command.spec;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where some of a command's keys stand among its arguments, and what the command does with them. Immutable. The terms are
 * those of <a href="https://redis.io/docs/latest/develop/reference/key-specs/">Redis' key specifications</a>; positions count
 * from the command's name, which is 0.
 *
 * @param flags
 *            what is done with the keys; unmodifiable, iterates in COMMAND INFO's order.
 * @param begin
 *            where the search for keys starts.
 * @param find
 *            which arguments are keys, from there on.
 * @param notes
 *            what COMMAND INFO adds in words, or null.
 */
public record KeySpec(Set<Flag> flags, Begin begin, Find find, String notes) {

    /** What is done with a key, in the order in which COMMAND INFO shows it. The first four exclude each other. */
    public enum Flag implements RedisNamed {
        /** The value is read and not changed. */
        RO(true),
        /** The value is read and changed. */
        RW(true),
        /** The value is overwritten unseen. */
        OW(true),
        /** The key is removed, its value unseen. */
        RM(true),
        /** The user gets to know the value or a part of it. */
        ACCESS(false), UPDATE(false), INSERT(false), DELETE(false),
        /** No name of a key stands there, but something that is routed as one. */
        NOT_KEY(false),
        /** There may be more keys than the specification finds. */
        INCOMPLETE(false),
        /** The other flags depend on the command's arguments. */
        VARIABLE_FLAGS(false);

        static final Map<String, Flag> BY_NAME = RedisNamed.byName(values());

        private final String redisName;

        Flag(final boolean upperCase) {
            redisName = upperCase ? name() : name().toLowerCase(Locale.ROOT);
        }

        /** The name in COMMAND INFO and in the specification files. */
        @Override
        public String redisName() {
            return redisName;
        }
    }

    /** Where the search starts. */
    public sealed interface Begin {}

    /** At a fixed position. */
    public record Index(int position) implements Begin {}

    /**
     * After a keyword.
     *
     * @param from
     *            where to start looking for it; negative: from the end, backwards.
     */
    public record Keyword(String keyword, int from) implements Begin {}

    /** Nobody can tell without understanding the command. */
    public record UnknownBegin() implements Begin {}

    /** Which arguments are keys. */
    public sealed interface Find {}

    /**
     * From the start to a last one.
     *
     * @param lastKey
     *            the last key's position after the start; negative: from the end of the arguments, -1 being the last.
     * @param step
     *            from key to key.
     * @param limit
     *            with a {@code lastKey} of -1: only the first limit-th part of the arguments left is searched; 0 and 1 mean
     *            all.
     */
    public record Range(int lastKey, int step, int limit) implements Find {}

    /**
     * As many as an argument says.
     *
     * @param countIndex
     *            position of the count, after the start.
     * @param first
     *            position of the first key, after the start.
     * @param step
     *            from key to key.
     */
    public record Counted(int countIndex, int first, int step) implements Find {}

    /** Nobody can tell without understanding the command. */
    public record UnknownFind() implements Find {}

    public boolean has(final Flag flag) {
        return flags.contains(flag);
    }
}
