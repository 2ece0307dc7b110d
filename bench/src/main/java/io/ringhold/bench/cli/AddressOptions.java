package io.ringhold.bench.cli;

import io.ringhold.bench.result.Target;
import picocli.CommandLine.Option;

/** The one server. */
final class AddressOptions {
    private static final int LARGEST_PORT = 65_535;

    @Option(names = {"-h",
        "--host"}, paramLabel = "HOST", defaultValue = "127.0.0.1", description = "The server's host; default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(names = {"-p",
        "--port"}, paramLabel = "PORT", defaultValue = "6379", description = "The server's port; default: ${DEFAULT-VALUE}.")
    private int port;

    void check(Checks checks) {
        checks.range("--port", port, 1, LARGEST_PORT);
        checks.that(!host.isBlank(), "--host must not be empty");
    }

    Target target() {
        return new Target(host, port);
    }
}
