package io.ringhold.engine.commands.connection;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.engine.tracking.ClientTracking;
import io.ringhold.engine.tracking.PrefixCheck;
import io.ringhold.engine.tracking.StringTree;
import io.ringhold.engine.tracking.Tracker;
import io.ringhold.engine.tracking.TrackingMode;
import io.ringhold.engine.tracking.TrackingOptions;

/** CLIENT TRACKING, CACHING, GETREDIR and TRACKINGINFO: client-side caching. Engine thread; allocates. */
public final class TrackingCommands implements CommandGroupHandlers {
    private static final String SWITCHES_BROADCAST = "ERR You can't switch BCAST mode on/off before disabling tracking for"
            + " this client, and then re-enabling it with a different mode.";
    private static final String SWITCHES_OPTION = "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for"
            + " this client, and then re-enabling it with a different mode.";
    private static final String NOT_OPTIONAL = "ERR CLIENT CACHING can be called only when the client is in tracking mode"
            + " with OPTIN or OPTOUT mode enabled";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("client-tracking", this::tracking);
        binder.bind("client-caching", this::caching);
        binder.bind("client-getredir", this::getRedir);
        binder.bind("client-trackinginfo", this::trackingInfo);
    }

    /** CLIENT TRACKING ON | OFF [REDIRECT id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]. */
    private void tracking(final CommandContext context) {
        final TrackingArguments arguments = new TrackingArguments();
        if (!arguments.parse(context)) {
            return;
        }
        if (context.is(2, "OFF")) {
            context.engine().tracking().turnOff(context.session());
            context.reply().ok();
            return;
        }
        final String error = context.is(2, "ON") ? refusal(context, arguments) : CommandContext.SYNTAX_ERROR;
        if (error != null) {
            context.reply().error(error);
        } else if (turnOn(context, arguments)) {
            context.reply().ok();
        } else {
            context.engine().tracking().turnOff(context.session());
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    /** Why tracking cannot be turned on, or null. */
    private static String refusal(final CommandContext context, final TrackingArguments arguments) {
        final Tracker tracker = tracker(context);
        if (!arguments.broadcast && arguments.hasPrefixes) {
            return "ERR PREFIX option requires BCAST mode to be enabled";
        }
        if (tracker != null && tracker.isBroadcast() != arguments.broadcast) {
            return SWITCHES_BROADCAST;
        }
        if (arguments.broadcast && (arguments.optIn || arguments.optOut)) {
            return "ERR OPTIN and OPTOUT are not compatible with BCAST";
        }
        if (arguments.optIn && arguments.optOut) {
            return "ERR You can't specify both OPTIN mode and OPTOUT mode";
        }
        if (tracker != null && (arguments.optIn && tracker.mode() == TrackingMode.OPT_OUT
                || arguments.optOut && tracker.mode() == TrackingMode.OPT_IN)) {
            return SWITCHES_OPTION;
        }
        return arguments.hasPrefixes ? new PrefixCheck(context).error() : null;
    }

    /** False when there is no memory. */
    private static boolean turnOn(final CommandContext context, final TrackingArguments arguments) {
        final ClientTracking tracking = context.engine().tracking();
        if (!tracking.turnOn(context.session(),
                new TrackingOptions(arguments.mode(), arguments.noLoop, arguments.redirection))) {
            return false;
        }
        final Tracker tracker = tracking.find(context.session());
        if (!arguments.hasPrefixes) {
            return !arguments.broadcast || tracking.addEmptyPrefix(tracker);
        }
        for (int at = PrefixCheck.next(context, 2); at != 0; at = PrefixCheck.next(context, at)) {
            if (!tracking.addPrefix(tracker, context.argument(at), context.argumentLength(at))) {
                return false;
            }
        }
        return true;
    }

    /** CLIENT CACHING YES | NO. */
    private void caching(final CommandContext context) {
        final Tracker tracker = tracker(context);
        final boolean yes = context.is(2, "YES");
        if (tracker == null) {
            context.reply().error(NOT_OPTIONAL);
        } else if (!yes && !context.is(2, "NO")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        } else if (yes && tracker.mode() != TrackingMode.OPT_IN) {
            context.reply().error("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
        } else if (!yes && tracker.mode() != TrackingMode.OPT_OUT) {
            context.reply().error("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        } else {
            tracker.caching(true);
            context.reply().ok();
        }
    }

    /** CLIENT GETREDIR. */
    private void getRedir(final CommandContext context) {
        final Tracker tracker = tracker(context);
        context.reply().integer(tracker == null ? -1 : tracker.redirectionId());
    }

    /** CLIENT TRACKINGINFO. */
    private void trackingInfo(final CommandContext context) {
        final Tracker tracker = tracker(context);
        final ReplyWriter reply = context.reply();
        reply.map(3);
        reply.bulk("flags");
        flags(reply, tracker, context.engine().tracking().find(context.session()));
        reply.bulk("redirect");
        reply.integer(tracker == null ? -1 : tracker.redirectionId());
        reply.bulk("prefixes");
        if (tracker == null) {
            reply.array(0);
            return;
        }
        final StringTree prefixes = tracker.prefixes();
        reply.array(prefixes.size());
        for (long at = prefixes.first(); at != StringTree.NONE; at = prefixes.next(at)) {
            reply.bulk(prefixes.address(at), prefixes.length(at));
        }
    }

    /**
     * Writes the flags.
     *
     * @param known
     *            the tracker also when it is off: that the client to be told is gone may have been found since.
     */
    private static void flags(final ReplyWriter reply, final Tracker tracker, final Tracker known) {
        if (tracker == null) {
            final boolean isBroken = known != null && known.redirectionBroken();
            reply.set(isBroken ? 2 : 1);
            reply.bulk("off");
            if (isBroken) {
                reply.bulk("broken_redirect");
            }
            return;
        }
        final boolean hasMode = tracker.mode() != TrackingMode.READS;
        final boolean caching = hasMode && tracker.caching();
        reply.set(1 + (hasMode ? 1 : 0) + (caching ? 1 : 0) + (tracker.noLoop() ? 1 : 0)
                + (tracker.redirectionBroken() ? 1 : 0));
        reply.bulk("on");
        if (hasMode) {
            reply.bulk(switch (tracker.mode()) {
                case BROADCAST -> "bcast";
                case OPT_IN -> "optin";
                default -> "optout";
            });
        }
        if (caching) {
            reply.bulk(tracker.mode() == TrackingMode.OPT_IN ? "caching-yes" : "caching-no");
        }
        if (tracker.noLoop()) {
            reply.bulk("noloop");
        }
        if (tracker.redirectionBroken()) {
            reply.bulk("broken_redirect");
        }
    }

    /** How the client tracks, or null when it does not. */
    private static Tracker tracker(final CommandContext context) {
        final Tracker tracker = context.engine().tracking().find(context.session());
        return tracker != null && tracker.isOn() ? tracker : null;
    }

    /** What stands behind ON or OFF. */
    private static final class TrackingArguments {
        private boolean hasPrefixes;
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;
        private Session redirection;

        /** False when the error has been sent. */
        boolean parse(final CommandContext context) {
            for (int i = 3; i < context.argumentCount(); i++) {
                final boolean hasValue = i + 1 < context.argumentCount();
                if (hasValue && context.is(i, "REDIRECT")) {
                    i++;
                    if (!redirect(context, i)) {
                        return false;
                    }
                } else if (hasValue && context.is(i, "PREFIX")) {
                    i++;
                    hasPrefixes = true;
                } else if (!option(context, i)) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                    return false;
                }
            }
            return true;
        }

        TrackingMode mode() {
            if (broadcast) {
                return TrackingMode.BROADCAST;
            }
            if (optIn) {
                return TrackingMode.OPT_IN;
            }
            return optOut ? TrackingMode.OPT_OUT : TrackingMode.READS;
        }

        private boolean option(final CommandContext context, final int argument) {
            if (context.is(argument, "BCAST")) {
                broadcast = true;
            } else if (context.is(argument, "OPTIN")) {
                optIn = true;
            } else if (context.is(argument, "OPTOUT")) {
                optOut = true;
            } else if (context.is(argument, "NOLOOP")) {
                noLoop = true;
            } else {
                return false;
            }
            return true;
        }

        private boolean redirect(final CommandContext context, final int argument) {
            if (redirection != null) {
                context.reply().error("ERR A client can only redirect to a single other client");
                return false;
            }
            if (!context.parseInteger(argument)) {
                return false;
            }
            redirection = context.engine().sessions().find(context.integer());
            if (redirection == null) {
                context.reply().error("ERR The client ID you want redirect to does not exist");
                return false;
            }
            return true;
        }
    }
}
