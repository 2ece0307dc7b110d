package io.ringhold.server.oracle.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.ringhold.server.oracle.resp.RespConnection;

/**
 * What CLIENT LIST tells.
 *
 * @param lines the fields of each client by name, in order
 */
record ClientList(List<Map<String, String>> lines) {
    ClientList {
        lines = List.copyOf(lines);
    }

    /** Asks a server. */
    static ClientList of(RespConnection control) {
        return parse(control.call("CLIENT", "LIST").text());
    }

    /** Reads the reply to CLIENT LIST or CLIENT INFO. */
    static ClientList parse(String text) {
        List<Map<String, String>> lines = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : line.split(" ", -1)) {
                int equals = field.indexOf('=');
                if (equals < 0) {
                    throw new AssertionError("not a line of CLIENT LIST: " + line);
                }
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
            lines.add(fields);
        });
        return new ClientList(lines);
    }

    boolean has(long id) {
        return find(id).isPresent();
    }

    /** Whether a client waits: for a key, or for the end of a pause. */
    boolean isBlocked(long id) {
        return find(id).map(fields -> fields.get("flags").contains("b")).orElse(false);
    }

    /** Whether a client is gone, or has this name. */
    boolean isGoneOrNamed(long id, String name) {
        return find(id).map(fields -> fields.get("name").equals(name)).orElse(true);
    }

    private Optional<Map<String, String>> find(long id) {
        return lines.stream().filter(fields -> Long.toString(id).equals(fields.get("id"))).findFirst();
    }
}
