package io.ringhold.server.oracle;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The two servers of a differential test: redis-server and the subject. Register it as a static extension; both servers
 * are started once per test run, shared by all test classes, and emptied before each test.
 *
 * <pre>
 *     &#64;RegisterExtension
 *     static final Oracle ORACLE = new Oracle();
 * </pre>
 */
public final class Oracle implements BeforeAllCallback, BeforeEachCallback {
    private ServerPair servers;

    @Override
    public void beforeAll(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(Oracle.class));
        servers = store.computeIfAbsent(ServerPair.class,
                key -> ServerPair.start(ServerProcess::redis, ServerProcess::subject), ServerPair.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        try (ConnectionPair connections = servers.connect(2)) {
            connections.flushAll();
        }
    }

    /** Both servers. */
    public ServerPair servers() {
        return servers;
    }

    /** The one that is right. */
    public ServerProcess redis() {
        return servers.redis();
    }

    /** The one that is tested. */
    public ServerProcess subject() {
        return servers.subject();
    }

    /** A new connection to each, speaking RESP2 or, after HELLO 3, RESP3. */
    public ConnectionPair connect(int protocol) {
        return servers.connect(protocol);
    }
}
