package io.ringhold.tools.memory.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.engine.config.Setting;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;

/** The settings that say up to where values are compact. Immutable. */
public final class EncodingLimits {
    static final String LIST_NODE = "list-max-listpack-size";
    static final String SET_INTSET = "set-max-intset-entries";
    static final String SET_ENTRIES = "set-max-listpack-entries";
    static final String SET_VALUE = "set-max-listpack-value";
    static final String HASH_ENTRIES = "hash-max-listpack-entries";
    static final String HASH_VALUE = "hash-max-listpack-value";
    static final String ZSET_ENTRIES = "zset-max-listpack-entries";
    static final String ZSET_VALUE = "zset-max-listpack-value";
    static final String STREAM_BYTES = "stream-node-max-bytes";
    static final String STREAM_ENTRIES = "stream-node-max-entries";

    private static final List<String> NAMES = List.of(LIST_NODE, SET_INTSET, SET_ENTRIES, SET_VALUE, HASH_ENTRIES,
            HASH_VALUE, ZSET_ENTRIES, ZSET_VALUE, STREAM_BYTES, STREAM_ENTRIES);

    private final Map<String, Long> values;

    private EncodingLimits(final Map<String, Long> values) {
        this.values = values;
    }

    /** Those that a server has without a redis.conf. */
    public static EncodingLimits defaults() {
        final Settings settings = new Settings();
        final Map<String, Long> values = new LinkedHashMap<>();
        for (final String name : NAMES) {
            final Setting<?> setting = settings.find(name);
            values.put(name, Long.parseLong(setting.format()));
        }
        return new EncodingLimits(values);
    }

    /** The settings' names. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The same with another value of one of them.
     *
     * @throws IllegalArgumentException
     *             when there is no such setting, or the value is none of it.
     */
    public EncodingLimits with(final String name, final long value) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not one of the settings that choose encodings: " + String.join(", ", NAMES));
        }
        if (name.equals(LIST_NODE) ? value < Integer.MIN_VALUE || value > Integer.MAX_VALUE : value < 0) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
        final Map<String, Long> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new EncodingLimits(changed);
    }

    /** The value of a setting. */
    public long value(final String name) {
        return values.get(name);
    }

    /** How long an element may be that is in a compact value of several. */
    long longestCompact() {
        return Math.max(value(SET_VALUE), Math.max(value(HASH_VALUE), value(ZSET_VALUE)));
    }

    /** All of them, in a fixed order. */
    public Map<String, Long> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Makes a keyspace go by them. */
    public void applyTo(final Keyspace keyspace) {
        keyspace.lists().limit((int) value(LIST_NODE));
        keyspace.sets().limits(value(SET_INTSET), value(SET_ENTRIES), value(SET_VALUE));
        keyspace.hashes().limits(value(HASH_ENTRIES), value(HASH_VALUE));
        keyspace.sortedSets().limits(value(ZSET_ENTRIES), value(ZSET_VALUE));
        keyspace.streams().limits(value(STREAM_BYTES), value(STREAM_ENTRIES));
    }
}
