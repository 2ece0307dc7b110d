package io.ringhold.bench.cli;

import io.ringhold.bench.server.Endpoint;
import picocli.CommandLine.Option;

/** How to introduce oneself to servers. */
final class ServerOptions {
    private static final String PASSWORD_VARIABLE = "REDISCLI_AUTH";

    @Option(names = "--user", paramLabel = "NAME", description = "The user to log in as; default: the default user.")
    private String user;

    @Option(names = {"-a", "--password"}, paramLabel = "WORD", description = "The password; default: $"
            + PASSWORD_VARIABLE + ", if that is set.")
    private String password;

    @Option(names = "--resp", paramLabel = "2|3", defaultValue = "2", description = "The protocol's version; default: ${DEFAULT-VALUE}.")
    private int resp;

    void check(Checks checks) {
        checks.range("--resp", resp, 2, 3);
        checks.that(user == null || effectivePassword() != null, "--user needs a --password");
    }

    Endpoint endpoint(String host, int port) {
        return new Endpoint(host, port, user, effectivePassword(), resp);
    }

    int resp() {
        return resp;
    }

    private String effectivePassword() {
        return password == null ? System.getenv(PASSWORD_VARIABLE) : password;
    }
}
