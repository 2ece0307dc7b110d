package io.ringhold.engine.commands.server.info.section;

import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.ServerVersion;
import org.agrona.concurrent.EpochMicroClock;

/**
 * Versions, process, uptime. {@code redis_version} is the version that clients may count on; {@code server_name} and
 * {@code ringhold_version} say what it is that answers.
 */
final class ServerSection implements InfoSection {
    private static final int CLOCK_MASK = 0xffffff;

    private static final String SYSTEM = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch");
    private static final String MULTIPLEXING = multiplexing();
    private static final long PROCESS_ID = ProcessHandle.current().pid();
    private static final String JAVA_VERSION = Runtime.version().toString();

    private final EpochMicroClock clock;

    ServerSection(final EpochMicroClock clock) {
        this.clock = clock;
    }

    @Override
    public String title() {
        return "Server";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final Engine engine = context.engine();
        final long uptimeSeconds = TimeUnit.NANOSECONDS.toSeconds(engine.uptimeNs());
        text.field("redis_version", ServerVersion.REDIS);
        text.field("server_name", "ringhold");
        text.field("ringhold_version", ServerVersion.ringhold());
        text.field("redis_mode", "standalone");
        text.field("os", SYSTEM);
        text.field("arch_bits", 64);
        text.field("multiplexing_api", MULTIPLEXING);
        text.field("java_version", JAVA_VERSION);
        text.field("threading", engine.control().threading());
        text.field("transport_threads", engine.control().transportThreads());
        text.field("process_id", PROCESS_ID);
        text.field("process_supervised", "no");
        text.field("run_id", engine.runId());
        text.field("tcp_port", engine.control().port());
        text.field("server_time_usec", clock.microTime());
        text.field("uptime_in_seconds", uptimeSeconds);
        text.field("uptime_in_days", TimeUnit.SECONDS.toDays(uptimeSeconds));
        text.field("hz", engine.settings().hz.value());
        text.field("configured_hz", engine.settings().hz.value());
        text.field("lru_clock", context.nowMs() / 1000 & CLOCK_MASK);
        text.field("executable", engine.control().executable());
        text.field("config_file", engine.control().configFile());
        text.flag("io_threads_active", !"shared".equals(engine.control().threading()));
        writeListeners(engine, text);
    }

    /** What the selector is made of, which the JDK tells by a class's name: "epoll". */
    private static String multiplexing() {
        final String name = SelectorProvider.provider().getClass().getSimpleName().replace("SelectorProvider", "");
        return name.toLowerCase(Locale.ROOT);
    }

    private static void writeListeners(final Engine engine, final InfoFields text) {
        int listeners = 0;
        if (engine.settings().listensOnTcp()) {
            text.field("listener" + listeners++,
                    "name=tcp,bind=" + String.join(",bind=", engine.settings().bind.value())
                            + ",port=" + engine.control().port());
        }
        final String socket = engine.settings().unixsocket.value();
        if (!socket.isEmpty()) {
            text.field("listener" + listeners, "name=unix,bind=" + socket);
        }
    }
}
