package io.ringhold.engine.commands.server.hotkeys;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.hotkeys.HotKeyOptions;
import io.ringhold.engine.hotkeys.HotMetric;

import static java.util.stream.Collectors.joining;

/** Reads the arguments of HOTKEYS START, and replies with what is wrong with them. Metrics that are not known are passed over, as in Redis. */
final class StartArguments {
    private static final int FIRST_METRIC = 4;
    private static final int DEFAULT_KEYS = 10;
    private static final int MAX_KEYS = 64;
    private static final int MAX_SECONDS = 1_000_000;
    private static final HotMetric[] METRICS = HotMetric.values();

    private final CommandContext context;
    private final Set<HotMetric> metrics = EnumSet.noneOf(HotMetric.class);
    private int keys = DEFAULT_KEYS;
    private int seconds;
    private int ratio = 1;
    private String error;

    private StartArguments(final CommandContext context) {
        this.context = context;
    }

    /** The options, or null when an error was replied. */
    static HotKeyOptions parse(final CommandContext context) {
        final StartArguments arguments = new StartArguments(context);
        final int option = arguments.readMetrics();
        if (arguments.error == null) {
            arguments.readOptions(option);
        }
        if (arguments.error != null) {
            context.reply().error("ERR " + arguments.error);
            return null;
        }
        return new HotKeyOptions(arguments.metrics, arguments.keys, TimeUnit.SECONDS.toMillis(arguments.seconds),
                arguments.ratio);
    }

    /** Returns where the options behind the metrics begin. */
    private int readMetrics() {
        if (context.argumentCount() < FIRST_METRIC || !context.is(2, "METRICS")) {
            error = "METRICS parameter is required";
            return 0;
        }
        final int count = number(3, 1, METRICS.length, "METRICS count must be > 0 and <= " + METRICS.length);
        final int end = FIRST_METRIC + count;
        for (int i = FIRST_METRIC; i < Math.min(end, context.argumentCount()); i++) {
            readMetric(i);
        }
        if (error == null && end > context.argumentCount()) {
            error = "METRICS count does not match number of metric types provided";
        } else if (error == null && metrics.isEmpty()) {
            error = "METRICS no valid metrics passed. Supported: "
                    + Arrays.stream(METRICS).map(Enum::name).collect(joining("|"));
        }
        return end;
    }

    private void readMetric(final int argument) {
        for (final HotMetric metric : METRICS) {
            if (context.is(argument, metric.name()) && !metrics.add(metric)) {
                error = "METRICS " + metric + " defined more than once!";
            }
        }
    }

    private void readOptions(final int from) {
        for (int i = from; i < context.argumentCount() && error == null; i += 2) {
            final boolean hasValue = i + 1 < context.argumentCount();
            if (hasValue && context.is(i, "COUNT")) {
                keys = number(i + 1, 1, MAX_KEYS, "COUNT must be between 1 and " + MAX_KEYS);
            } else if (hasValue && context.is(i, "DURATION")) {
                seconds = number(i + 1, 1, MAX_SECONDS, "DURATION must be between 1 and " + MAX_SECONDS);
            } else if (hasValue && context.is(i, "SAMPLE")) {
                ratio = number(i + 1, 1, Integer.MAX_VALUE, "SAMPLE ratio must be positive");
            } else if (hasValue && context.is(i, "SLOTS")) {
                error = "SLOTS parameter cannot be used in non-cluster mode";
            } else {
                error = "syntax error";
            }
        }
    }

    private int number(final int argument, final int least, final int most, final String otherwise) {
        if (context.isInteger(argument) && context.integer() >= least && context.integer() <= most) {
            return (int) context.integer();
        }
        error = otherwise;
        return 0;
    }
}
