package io.ringhold.bench.server;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.ringhold.bench.result.ServerInfo;

/** Asks a server through INFO what it is and how much CPU time it has used. Blocking; for one thread. */
public final class ServerProbe implements AutoCloseable {
    private static final double MICROS_PER_SECOND = 1e6;
    /** Fields that tell the version: a product's own before Redis', which all give for clients that look for it. */
    private static final List<String> PRODUCTS = List.of("Ringhold", "Valkey", "Dragonfly", "Garnet", "Redis");

    private final Endpoint endpoint;
    private final ControlClient client;

    /** Opens a connection of its own. */
    public ServerProbe(Endpoint endpoint) throws LoadException {
        this.endpoint = endpoint;
        try {
            client = new ControlClient(endpoint.connect());
        } catch (IOException e) {
            throw new LoadException("cannot talk to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    /** Product and version, empty when the server does not tell. */
    public ServerInfo info() throws LoadException {
        Map<String, String> fields = fields("server");
        return PRODUCTS.stream().filter(product -> fields.containsKey(versionField(product))).findFirst()
                .map(product -> new ServerInfo(product, fields.get(versionField(product))))
                .orElse(new ServerInfo("", ""));
    }

    private static String versionField(String product) {
        return product.toLowerCase(Locale.ROOT) + "_version";
    }

    /** CPU time of the server's process since its start in microseconds, or NaN when it does not tell. */
    public double cpuMicros() throws LoadException {
        Map<String, String> fields = fields("cpu");
        return (seconds(fields, "used_cpu_user") + seconds(fields, "used_cpu_sys")) * MICROS_PER_SECOND;
    }

    private static double seconds(Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        return value.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(value) : Double.NaN;
    }

    private Map<String, String> fields(String section) throws LoadException {
        try {
            return client.call("INFO", section).lines().filter(line -> line.indexOf(':') > 0)
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')),
                            line -> line.substring(line.indexOf(':') + 1).strip(), (first, _) -> first));
        } catch (ControlClient.ErrorReply _) {
            // Not allowed, or not known to this server: then nothing is known of it.
            return Map.of();
        } catch (IOException e) {
            throw new LoadException("lost the connection to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
