package io.ringhold.server;

import java.util.List;
import java.util.concurrent.Callable;

import io.ringhold.engine.command.CommandNames;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.config.CommandLine;
import io.ringhold.engine.config.ConfigException;
import io.ringhold.engine.config.RedisConf;
import io.ringhold.engine.config.Settings;
import io.ringhold.server.boot.ServerProcess;
import io.ringhold.server.boot.Signals;
import io.ringhold.server.boot.StartupException;
import io.ringhold.server.boot.Version;
import io.ringhold.server.log.ServerLog;
import org.agrona.concurrent.SystemEpochClock;

/** The server's main class: takes redis-server's command line, runs until it is told to stop. */
public final class RingholdServer {
    private static final String HELP = """
            Usage: ringhold-server [/path/to/redis.conf] [options] [-]
                   ringhold-server - (read config from stdin)
                   ringhold-server -v or --version
                   ringhold-server -h or --help

            Examples:
                   ringhold-server (run the server with default conf)
                   echo 'maxmemory 128mb' | ringhold-server -
                   ringhold-server /etc/redis/6379.conf
                   ringhold-server --port 7777
                   ringhold-server /etc/myredis.conf --loglevel verbose
            """;

    private RingholdServer() {}

    /** Starts the server, or says what is asked for; ends the process with 0, or with 1 when something is wrong. */
    public static void main(final String[] arguments) {
        final CommandLine commandLine = CommandLine.parse(List.of(arguments));
        final int status = switch (commandLine.action()) {
            case SHOW_VERSION -> print(Version.line());
            case SHOW_HELP -> print(HELP.stripTrailing());
            case RUN -> run(commandLine);
        };
        System.exit(status);
    }

    private static int print(final String text) {
        System.out.println(text);
        return 0;
    }

    private static int run(final CommandLine commandLine) {
        final Settings settings = new Settings();
        final ServerLog log = new ServerLog(System.out, SystemEpochClock.INSTANCE);
        final CommandNames commands = new CommandNames(CommandTable.load(AllCommands.groups()));
        try {
            new RedisConf(settings, commands::rename).load(commandLine, System.in);
        } catch (final ConfigException e) {
            e.report("Ringhold " + Version.number()).forEach(System.err::println);
            return 1;
        }
        return statusOf(() -> {
            final ServerProcess server = new ServerProcess(settings, commands.table(), log);
            Signals.install(server, log);
            server.start();
            return server.awaitExit();
        }, log);
    }

    /** Runs a server to its end. Whatever it throws is one: threads that run already would keep a process that serves nobody. */
    static int statusOf(final Callable<Integer> server, final ServerLog log) {
        try {
            return server.call();
        } catch (final StartupException e) {
            log.warning(e.getMessage());
        } catch (final Exception | Error e) {
            log.stack(e);
        }
        return 1;
    }
}
