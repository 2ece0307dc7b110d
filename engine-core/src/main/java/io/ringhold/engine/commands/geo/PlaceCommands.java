package io.ringhold.engine.commands.geo;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.sortedset.SortedSets;

/** GEOPOS GEOHASH GEODIST. Engine thread; allocates nothing. */
final class PlaceCommands implements CommandGroupHandlers {
    private static final int FIRST_MEMBER = 2;
    private static final int UNIT = 4;

    private final GeoArguments arguments = new GeoArguments();
    private final byte[] text = new byte[GeoHash.TEXT_LENGTH];

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("geopos", PlaceCommands::geopos);
        binder.bind("geohash", this::geohash);
        binder.bind("geodist", this::geodist);
    }

    private static void geopos(final CommandContext context) {
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        context.reply().array(context.argumentCount() - (long) FIRST_MEMBER);
        for (int i = FIRST_MEMBER; i < context.argumentCount(); i++) {
            if (find(context, slot, i)) {
                GeoReply.place(context, GeoHash.ofScore(context.sortedSets().score()));
            } else {
                context.reply().nullArray();
            }
        }
    }

    private void geohash(final CommandContext context) {
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        context.reply().array(context.argumentCount() - (long) FIRST_MEMBER);
        for (int i = FIRST_MEMBER; i < context.argumentCount(); i++) {
            if (find(context, slot, i)) {
                final long hash = GeoHash.ofScore(context.sortedSets().score());
                GeoHash.writeText(GeoHash.longitude(hash), GeoHash.latitude(hash), text);
                context.reply().bulk(text);
            } else {
                context.reply().nullBulk();
            }
        }
    }

    /** GEODIST key member1 member2 [M | KM | FT | MI]. */
    private void geodist(final CommandContext context) {
        double metresPerUnit = 1;
        if (context.argumentCount() > UNIT + 1) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        if (context.argumentCount() > UNIT) {
            if (!arguments.parseUnit(context, UNIT)) {
                return;
            }
            metresPerUnit = arguments.metresPerUnit();
        }
        final long slot = SortedSets.findForRead(context, 1);
        if (slot == SortedSets.WRONG) {
            return;
        }
        if (!find(context, slot, FIRST_MEMBER)) {
            context.reply().nullBulk();
            return;
        }
        final long first = GeoHash.ofScore(context.sortedSets().score());
        if (!find(context, slot, FIRST_MEMBER + 1)) {
            context.reply().nullBulk();
            return;
        }
        final long second = GeoHash.ofScore(context.sortedSets().score());
        GeoReply.distance(context, GreatCircle.distance(GeoHash.longitude(first), GeoHash.latitude(first),
                GeoHash.longitude(second), GeoHash.latitude(second)) / metresPerUnit);
    }

    /** True when there is a set, of which an argument is a member. */
    private static boolean find(final CommandContext context, final long slot, final int argument) {
        return slot != 0 && context.sortedSets().find(context.entry(slot), context.argument(argument),
                context.argumentLength(argument));
    }
}
