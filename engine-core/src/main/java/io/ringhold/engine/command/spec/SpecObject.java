package io.ringhold.engine.command.spec;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/**
 * An object of a specification file, read strictly: what is missing, of another type or not known is an
 * {@link IllegalArgumentException} that names the file and the key.
 */
final class SpecObject {
    private final SpecObject parent;
    private final String name;
    private final int index;
    private final JsonObject json;

    private SpecObject(final SpecObject parent, final String name, final int index, final JsonObject json) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.json = json;
    }

    static SpecObject parse(final String file, final InputStream in) throws IOException {
        try {
            return new SpecObject(null, file, -1, JsonParser.object().from(in));
        } catch (final JsonParserException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Refuses keys that are not among those. */
    SpecObject allowing(final List<String> keys) {
        for (final String key : json.keySet()) {
            if (!keys.contains(key)) {
                throw wrong(key, "unknown key");
            }
        }
        return this;
    }

    boolean has(final String key) {
        return json.containsKey(key);
    }

    String string(final String key) {
        if (json.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a string is needed");
    }

    String stringOrNull(final String key) {
        return has(key) ? string(key) : null;
    }

    int integer(final String key) {
        if (json.get(key) instanceof Integer number) {
            return number;
        }
        throw wrong(key, "an integer is needed");
    }

    boolean isTrue(final String key) {
        return Boolean.TRUE.equals(json.get(key));
    }

    SpecObject object(final String key) {
        if (json.get(key) instanceof JsonObject object) {
            return new SpecObject(this, key, -1, object);
        }
        throw wrong(key, "an object is needed");
    }

    List<String> strings(final String key) {
        return list(key, String.class, "an array of strings is needed");
    }

    List<SpecObject> objects(final String key) {
        final List<SpecObject> objects = new ArrayList<>();
        for (final JsonObject object : list(key, JsonObject.class, "an array of objects is needed")) {
            objects.add(new SpecObject(this, key, objects.size(), object));
        }
        return objects;
    }

    /** The rows of an array of arrays of strings. */
    List<List<String>> rows(final String key, final int width) {
        final List<List<String>> rows = new ArrayList<>();
        for (final List<?> row : list(key, List.class, "an array of arrays is needed")) {
            final List<String> cells = row.stream().filter(String.class::isInstance).map(String.class::cast).toList();
            if (cells.size() != width || row.size() != width) {
                throw wrong(key, "arrays of " + width + " strings are needed");
            }
            rows.add(cells);
        }
        return rows;
    }

    <E extends Enum<E>> E constant(final String key, final Map<String, E> byName) {
        return constant(key, string(key), byName);
    }

    /** The constants named, each at most once; iterates in the constants' order. */
    <E extends Enum<E>> Set<E> constants(final String key, final Class<E> type, final Map<String, E> byName) {
        final Set<E> constants = EnumSet.noneOf(type);
        for (final String constant : strings(key)) {
            if (!constants.add(constant(key, constant, byName))) {
                throw wrong(key, "\"" + constant + "\" stands twice");
            }
        }
        return Collections.unmodifiableSet(constants);
    }

    IllegalArgumentException wrong(final String key, final String what) {
        return new IllegalArgumentException(where() + key + ": " + what);
    }

    private <E extends Enum<E>> E constant(final String key, final String constant, final Map<String, E> byName) {
        final E found = byName.get(constant);
        if (found == null) {
            throw wrong(key, "\"" + constant + "\" is not known");
        }
        return found;
    }

    /** What comes before a key in a message: {@code "msetex.json: keys[0].begin."}. */
    private String where() {
        if (parent == null) {
            return name + ": ";
        }
        return parent.where() + name + (index < 0 ? "." : "[" + index + "].");
    }

    private <T> List<T> list(final String key, final Class<T> type, final String needed) {
        if (!(json.get(key) instanceof List<?> values)) {
            throw wrong(key, needed);
        }
        final List<T> list = new ArrayList<>(values.size());
        for (final Object value : values) {
            if (!type.isInstance(value)) {
                throw wrong(key, needed);
            }
            list.add(type.cast(value));
        }
        return List.copyOf(list);
    }
}
