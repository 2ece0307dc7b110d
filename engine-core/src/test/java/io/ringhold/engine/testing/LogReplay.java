package io.ringhold.engine.testing;

import io.ringhold.engine.keyspace.Keyspace;

import static org.assertj.core.api.Assertions.assertThat;

/** Does with a server's log what a start does. */
public final class LogReplay {
    private LogReplay() {}

    /**
     * Executes what a server has logged on another one, where nothing expires meanwhile.
     *
     * @return a client of the other one.
     */
    public static ServerHarness.Client onto(final ServerHarness replayed, final ServerHarness server) {
        replayed.advanceMs(server.nowMs() - replayed.nowMs());
        final Keyspace keyspace = replayed.engine().keyspace();
        final ServerHarness.Client client = replayed.connect();
        keyspace.expiryPaused(true);
        server.takeLogged().forEach(line -> assertThat(client.run(line)).as(line).doesNotStartWith("-"));
        keyspace.expiryPaused(false);
        return client;
    }
}
