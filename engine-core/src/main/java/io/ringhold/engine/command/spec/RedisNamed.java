package io.ringhold.engine.command.spec;

import java.util.HashMap;
import java.util.Map;

/** A constant that Redis has a name for, which the specification files and the replies use. */
interface RedisNamed {
    String redisName();

    static <E extends RedisNamed> Map<String, E> byName(final E[] constants) {
        final Map<String, E> map = new HashMap<>();
        for (final E constant : constants) {
            map.put(constant.redisName(), constant);
        }
        return Map.copyOf(map);
    }
}
