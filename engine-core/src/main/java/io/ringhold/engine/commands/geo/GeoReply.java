package io.ringhold.engine.commands.geo;

import io.ringhold.engine.command.CommandContext;

/** Parts of replies: places with up to 17 decimals, distances with four. */
final class GeoReply {
    private static final int PLACE_DECIMALS = 17;
    private static final int DISTANCE_DECIMALS = 4;

    private GeoReply() {}

    /** Longitude and latitude. */
    static void place(final CommandContext context, final long hash) {
        context.reply().array(2);
        context.reply().doubleRounded(GeoHash.longitude(hash), PLACE_DECIMALS);
        context.reply().doubleRounded(GeoHash.latitude(hash), PLACE_DECIMALS);
    }

    /** A distance, in the client's unit. */
    static void distance(final CommandContext context, final double distance) {
        context.reply().bulkFixed(distance, DISTANCE_DECIMALS);
    }
}
