package io.ringhold.engine.commands.server;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.commands.server.digest.DigestSubcommands;
import io.ringhold.engine.config.option.CommandAccess;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.Entries;

/**
 * DEBUG, for tests; refused unless the setting {@code enable-debug-command} allows it. DEBUG OBJECT leaves out the length in an RDB
 * file, which is not known. Engine thread.
 */
public final class DebugCommand implements CommandGroupHandlers {
    private static final String NOT_ALLOWED = "ERR DEBUG command not allowed. If the enable-debug-command option is set to"
            + " \"local\", you can run it from a local connection, otherwise you need to set this option in the configuration"
            + " file, and then restart the server.";
    private static final HelpText HELP = new HelpText("DEBUG", "DIGEST",
            "    Show a digest of all databases: equal contents have equal ones.", "DIGEST-VALUE [<key> ...]",
            "    Show digests of values with their expiry, zeros for keys that are not there.", "ERROR <string>",
            "    Reply with this error.",
            "LOADAOF", "    Force the append only file, empty the databases and load the file.",
            "LOG <message>",
            "    Write the message to the server's log.", "OBJECT <key>", "    Show how the key's value is kept.",
            "POPULATE <count> [<prefix>] [<size>]",
            "    Create <count> strings named <prefix>:<num> (default prefix: key) that",
            "    are not there yet, padded with zeros to <size> bytes. The log does not get them.",
            "PROTOCOL <type>",
            "    Reply with a test value: string, integer, double, bignum, null, array,",
            "    set, map, attrib, push, verbatim, true or false.",
            "RELOAD [NOSAVE] [NOFLUSH]",
            "    Write the dump file, empty the databases and load the file.",
            "SET-ACTIVE-EXPIRE <0|1>", "    Stop or resume removing expired keys that nobody asks for.",
            "SLEEP <seconds>",
            "    Let the engine stand still for so long. Decimals are allowed.");

    private final Populator populator = new Populator();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("debug", this::debug);
    }

    /** DEBUG subcommand [argument ...]. */
    private void debug(final CommandContext context) {
        if (!isAllowed(context)) {
            context.reply().error(NOT_ALLOWED);
            return;
        }
        final int arguments = context.argumentCount() - 2;
        final String subcommand = context.text(1).toLowerCase(Locale.ROOT);
        switch (subcommand + '/' + arguments) {
            case "help/0" -> HELP.execute(context);
            case "digest/0" -> DigestSubcommands.digest(context);
            case final String _ when "digest-value".equals(subcommand) -> DigestSubcommands.digestValue(context);
            case "error/1" -> context.reply().error(context.text(2));
            case "loadaof/0" -> DebugReload.loadLog(context);
            case "log/1" -> log(context);
            case "object/1" -> object(context);
            case "populate/1", "populate/2", "populate/3" -> populator.execute(context);
            case "protocol/1" -> DebugProtocol.execute(context);
            case "reload/0", "reload/1", "reload/2" -> DebugReload.execute(context);
            case "set-active-expire/1" -> setActiveExpire(context);
            case "sleep/1" -> sleep(context);
            default ->
                context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                        + "'. Try DEBUG HELP.");
        }
    }

    private static boolean isAllowed(final CommandContext context) {
        final CommandAccess access = context.engine().settings().enableDebugCommand.value();
        return access == CommandAccess.YES
                || access == CommandAccess.LOCAL && LocalClients.isLocal(context.session().address());
    }

    private static void log(final CommandContext context) {
        context.engine().control().log('#', "DEBUG LOG: " + context.text(2));
        context.reply().ok();
    }

    private static void object(final CommandContext context) {
        final long slot = context.findEvenExpired(2);
        if (slot == 0) {
            context.reply().error(CommandContext.NO_SUCH_KEY);
            return;
        }
        final Keyspace keyspace = context.keyspace();
        final Entries entries = keyspace.entries();
        final long entry = context.entry(slot);
        context.reply()
                .simple("Value at:0x" + Long.toHexString(keyspace.arena().address(entry)) + " refcount:1 encoding:"
                        + keyspace.operations(entry).encodingName(entry) + " lru:" + entries.access(entry)
                        + " lru_seconds_idle:"
                        + keyspace.access().idleSeconds(entries, entry));
    }

    private static void setActiveExpire(final CommandContext context) {
        context.engine().activeExpiry(!context.text(2).equals("0"));
        context.reply().ok();
    }

    /** Text that is no number counts as 0, as in Redis. */
    private static void sleep(final CommandContext context) {
        double seconds;
        try {
            seconds = Double.parseDouble(context.text(2));
        } catch (final NumberFormatException _) {
            seconds = 0;
        }
        final long endNs = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
        context.reply().ok();
    }
}
