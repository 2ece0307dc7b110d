package io.ringhold.engine.commands.server.hotkeys;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.hotkeys.HotKeyOptions;
import io.ringhold.engine.hotkeys.HotKeySession;
import io.ringhold.engine.hotkeys.HotKeys;
import io.ringhold.engine.hotkeys.HotMetric;
import io.ringhold.engine.hotkeys.ServerTotals;
import io.ringhold.engine.resp.ReplyWriter;

/**
 * HOTKEYS, as Redis 8.6 has it (<a href="https://redis.io/docs/latest/commands/hotkeys/">redis.io</a>), and with two metrics more: READS
 * and WRITES. Engine thread.
 */
public final class HotkeysCommands implements CommandGroupHandlers {
    private static final int LAST_SLOT = 16_383;
    private static final int COMMON_FIELDS = 7;
    private static final String IN_PROGRESS = "ERR hotkey tracking session already in progress";
    private static final String STOP_FIRST = "ERR hotkey tracking session in progress, stop tracking first";
    private static final HelpText HELP = new HelpText("HOTKEYS",
            "START METRICS <count> [CPU] [NET] [READS] [WRITES] [COUNT <k>] [DURATION <seconds>] [SAMPLE <ratio>]",
            "    Track which keys are used most: by the time of their commands, by bytes of requests and",
            "    replies, by how often they are read, or written. Show <k> of each (default 10), end by",
            "    itself after <seconds>, sample one of <ratio> commands (default 1).", "STOP",
            "    Stop tracking; what was found stays.", "GET", "    Give what was found.", "RESET",
            "    Drop what was found. Tracking must have been stopped.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("hotkeys", null);
        binder.bind("hotkeys-get", this::get);
        binder.bind("hotkeys-help", HELP::execute);
        binder.bind("hotkeys-reset", this::reset);
        binder.bind("hotkeys-start", this::start);
        binder.bind("hotkeys-stop", this::stop);
    }

    /** HOTKEYS START METRICS count [metric ...] [COUNT k] [DURATION seconds] [SAMPLE ratio]. */
    private void start(final CommandContext context) {
        if (isActive(context)) {
            context.reply().error(IN_PROGRESS);
            return;
        }
        final HotKeyOptions options = StartArguments.parse(context);
        if (options != null) {
            hotKeys(context).start(options);
            context.reply().ok();
        }
    }

    /** HOTKEYS STOP. */
    private void stop(final CommandContext context) {
        if (isActive(context)) {
            hotKeys(context).stop();
            context.reply().ok();
        } else {
            context.reply().nullBulk();
        }
    }

    /** HOTKEYS RESET. */
    private void reset(final CommandContext context) {
        if (isActive(context)) {
            context.reply().error(STOP_FIRST);
        } else {
            hotKeys(context).reset();
            context.reply().ok();
        }
    }

    /** HOTKEYS GET. */
    private void get(final CommandContext context) {
        final HotKeySession session = hotKeys(context).session();
        if (session == null) {
            context.reply().nullBulk();
            return;
        }
        final HotKeyOptions options = session.options();
        final ServerTotals.Reading totals = session.totals();
        final ReplyWriter reply = context.reply();
        final boolean cpu = options.has(HotMetric.CPU);
        final boolean net = options.has(HotMetric.NET);
        reply.array(1);
        reply.map(COMMON_FIELDS + (cpu ? 2 : 0) + (net ? 1 : 0) + options.metrics().size());
        field(reply, "tracking-active", session.isActive() ? 1 : 0);
        field(reply, "sample-ratio", options.ratio());
        reply.bulk("selected-slots");
        reply.array(1);
        reply.array(2);
        reply.integer(0);
        reply.integer(LAST_SLOT);
        field(reply, "all-commands-all-slots-us", TimeUnit.NANOSECONDS.toMicros(totals.commandNs()));
        field(reply, "net-bytes-all-commands-all-slots", session.commandBytes());
        field(reply, "collection-start-time-unix-ms", session.startedMs());
        field(reply, "collection-duration-ms", session.durationMs(context.nowMs()));
        if (cpu) {
            field(reply, "total-cpu-time-user-ms", totals.userMs());
            field(reply, "total-cpu-time-sys-ms", totals.systemMs());
        }
        if (net) {
            field(reply, "total-net-bytes", totals.netBytes());
        }
        for (final HotMetric metric : HotMetric.values()) {
            if (options.has(metric)) {
                keys(reply, metric.field(), session.top(metric));
            }
        }
    }

    private static void field(final ReplyWriter reply, final String name, final long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void keys(final ReplyWriter reply, final String name, final List<HotKeySession.Ranked> keys) {
        reply.bulk(name);
        reply.array(2L * keys.size());
        for (final HotKeySession.Ranked key : keys) {
            reply.bulk(key.name());
            reply.integer(key.value());
        }
    }

    private static boolean isActive(final CommandContext context) {
        final HotKeySession session = hotKeys(context).session();
        return session != null && session.isActive();
    }

    private static HotKeys hotKeys(final CommandContext context) {
        return context.engine().hotKeys();
    }
}
