package io.ringhold.engine.command.spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An argument of a command as COMMAND DOCS describes it. Immutable.
 *
 * @param token
 *            the literal that comes before the argument, or is it; null when there is none.
 * @param displayText
 *            what to show in place of the name, or null.
 * @param keySpecIndex
 *            which of the command's key specifications finds it; -1 when it is no key.
 * @param flags
 *            unmodifiable, iterates in COMMAND DOCS' order.
 * @param since
 *            the version that brought it, or null when it is as old as its parent.
 * @param deprecatedSince
 *            the version that deprecated it, or null.
 * @param arguments
 *            what a {@code oneof} or {@code block} is made of, else empty.
 */
public record ArgumentSpec(String name, Type type, String token, String displayText, int keySpecIndex, Set<Flag> flags,
        String since, String deprecatedSince, List<ArgumentSpec> arguments) {

    /** Types of arguments. */
    public enum Type implements RedisNamed {
        STRING, INTEGER, DOUBLE, KEY, PATTERN, UNIX_TIME, PURE_TOKEN, ONEOF, BLOCK;

        static final Map<String, Type> BY_NAME = RedisNamed.byName(values());

        private final String redisName = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name in COMMAND DOCS and in the specification files. */
        @Override
        public String redisName() {
            return redisName;
        }
    }

    /** How often an argument may stand. */
    public enum Flag implements RedisNamed {
        OPTIONAL, MULTIPLE,
        /** Repeated together with its token. */
        MULTIPLE_TOKEN;

        static final Map<String, Flag> BY_NAME = RedisNamed.byName(values());

        private final String redisName = name().toLowerCase(Locale.ROOT);

        /** The name in COMMAND DOCS and in the specification files. */
        @Override
        public String redisName() {
            return redisName;
        }
    }
}
