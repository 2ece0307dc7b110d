package io.ringhold.engine.testing;

import java.util.List;

/** Commands that are run one after another, as often as one likes, without allocating anything. Not thread-safe. */
public final class PreparedCommands implements AutoCloseable {
    private final EngineHarness engine;
    private final PreparedRequest[] requests;

    PreparedCommands(final EngineHarness engine, final List<String> commands) {
        this.engine = engine;
        requests = commands.stream().map(engine::prepare).toArray(PreparedRequest[]::new);
    }

    /** Runs each command once; the replies are dropped. */
    public void run() {
        for (int i = 0; i < requests.length; i++) {
            engine.run(requests[i]);
        }
    }

    @Override
    public void close() {
        for (final PreparedRequest request : requests) {
            request.close();
        }
    }
}
