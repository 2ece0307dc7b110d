package io.ringhold.engine.commands.geo;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.geo.Matches.Order;

/** What GEOSEARCH and the others are asked for, read from their arguments. Made once and used again and again. Engine thread. */
final class SearchRequest {
    private static final String NO_MEMBER = "ERR could not decode requested zset member";
    private static final int NONE = 0;

    private final GeoArguments arguments = new GeoArguments();
    private final SearchArea area = new SearchArea();
    private Form form;
    private boolean mayStore;
    private boolean fromMember;
    private boolean fromPlace;
    private boolean isCircle;
    private boolean isBox;
    private boolean withDistance;
    private boolean withHash;
    private boolean withPlace;
    private boolean takesAny;
    private boolean storesDistance;
    private int destination;
    private long count;
    private Order order;

    /** How arguments stand, and where the first option does. */
    enum Form {
        /** GEORADIUS key longitude latitude radius unit. */
        RADIUS(6),
        /** GEORADIUSBYMEMBER key member radius unit. */
        RADIUS_BY_MEMBER(5),
        /** GEOSEARCH key. */
        SEARCH(2),
        /** GEOSEARCHSTORE destination source. */
        SEARCH_STORE(3);

        private final int firstOption;

        Form(final int firstOption) {
            this.firstOption = firstOption;
        }

        boolean isSearch() {
            return this == SEARCH || this == SEARCH_STORE;
        }

        /** The argument that is the key to search in. */
        int source() {
            return this == SEARCH_STORE ? 2 : 1;
        }
    }

    /**
     * Reads the arguments; false when the error has been sent.
     *
     * @param slot
     *            of the sorted set, or 0 when there is none.
     * @param mayStoreByOption
     *            whether the options STORE and STOREDIST with a key are allowed.
     */
    boolean parse(final CommandContext context, final Form newForm, final boolean mayStoreByOption, final long slot) {
        form = newForm;
        mayStore = mayStoreByOption;
        reset();
        if (!parseFixed(context, slot)) {
            return false;
        }
        int i = form.firstOption;
        while (i < context.argumentCount()) {
            final int taken = parseOption(context, i, slot);
            if (taken < 0) {
                return false;
            }
            if (taken == 0) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            i += taken;
        }
        return check(context);
    }

    private void reset() {
        fromMember = false;
        fromPlace = false;
        isCircle = false;
        isBox = false;
        withDistance = false;
        withHash = false;
        withPlace = false;
        takesAny = false;
        storesDistance = false;
        destination = form == Form.SEARCH_STORE ? 1 : NONE;
        count = 0;
        order = Order.FOUND;
    }

    /** Reads what comes before the options. Around a member of a set that is not there nothing is, whatever the radius. */
    private boolean parseFixed(final CommandContext context, final long slot) {
        return switch (form) {
            case RADIUS -> parseCentre(context, 2) && arguments.parseCircle(context, 4, area);
            case RADIUS_BY_MEMBER -> slot == 0
                    || parseMember(context, 2, slot) && arguments.parseCircle(context, 3, area);
            case SEARCH, SEARCH_STORE -> true;
        };
    }

    private boolean parseCentre(final CommandContext context, final int argument) {
        if (!arguments.parsePlace(context, argument)) {
            return false;
        }
        area.centre(arguments.longitude(), arguments.latitude());
        return true;
    }

    private boolean parseMember(final CommandContext context, final int argument, final long slot) {
        if (!context.sortedSets().find(context.entry(slot), context.argument(argument),
                context.argumentLength(argument))) {
            context.reply().error(NO_MEMBER);
            return false;
        }
        final long hash = GeoHash.ofScore(context.sortedSets().score());
        area.centre(GeoHash.longitude(hash), GeoHash.latitude(hash));
        return true;
    }

    /** Number of arguments that an option takes, itself included; 0 when it is none, negative when the error has been sent. */
    private int parseOption(final CommandContext context, final int argument, final long slot) {
        final int left = context.argumentCount() - argument - 1;
        if (isFlag(context, argument)) {
            return 1;
        }
        if (left >= 1 && context.is(argument, "COUNT")) {
            return parseCount(context, argument + 1) ? 2 : -1;
        }
        if (mayStore && left >= 1 && (context.is(argument, "STORE") || context.is(argument, "STOREDIST"))) {
            destination = argument + 1;
            storesDistance = context.is(argument, "STOREDIST");
            return 2;
        }
        return form.isSearch() ? parseSearchOption(context, argument, slot, left) : 0;
    }

    private boolean isFlag(final CommandContext context, final int argument) {
        if (context.is(argument, "WITHDIST")) {
            withDistance = true;
        } else if (context.is(argument, "WITHHASH")) {
            withHash = true;
        } else if (context.is(argument, "WITHCOORD")) {
            withPlace = true;
        } else if (context.is(argument, "ANY")) {
            takesAny = true;
        } else if (context.is(argument, "ASC")) {
            order = Order.NEAREST;
        } else if (context.is(argument, "DESC")) {
            order = Order.FARTHEST;
        } else if (form == Form.SEARCH_STORE && context.is(argument, "STOREDIST")) {
            storesDistance = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean parseCount(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        count = context.integer();
        if (count <= 0) {
            context.reply().error("ERR COUNT must be > 0");
            return false;
        }
        return true;
    }

    /** Each may come again, the last is taken, but not together with what stands in its place. */
    private int parseSearchOption(final CommandContext context, final int argument, final long slot, final int left) {
        if (!fromPlace && left >= 1 && context.is(argument, "FROMMEMBER")) {
            fromMember = true;
            return slot == 0 || parseMember(context, argument + 1, slot) ? 2 : -1;
        }
        if (!fromMember && left >= 2 && context.is(argument, "FROMLONLAT")) {
            fromPlace = true;
            return parseCentre(context, argument + 1) ? 3 : -1;
        }
        if (!isBox && left >= 2 && context.is(argument, "BYRADIUS")) {
            isCircle = true;
            return arguments.parseCircle(context, argument + 1, area) ? 3 : -1;
        }
        if (!isCircle && left >= 3 && context.is(argument, "BYBOX")) {
            isBox = true;
            return arguments.parseBox(context, argument + 1, area) ? 4 : -1;
        }
        return 0;
    }

    /** Refuses what does not go together. */
    private boolean check(final CommandContext context) {
        if (destination != NONE && (withDistance || withHash || withPlace)) {
            context.reply().error("ERR " + (form == Form.SEARCH_STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
                    + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        } else if (form.isSearch() && !fromMember && !fromPlace) {
            context.reply().error("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for "
                    + context.quoted(0));
        } else if (form.isSearch() && !isCircle && !isBox) {
            context.reply().error("ERR exactly one of BYRADIUS and BYBOX can be specified for " + context.quoted(0));
        } else if (takesAny && count == 0) {
            context.reply().error("ERR the ANY argument requires COUNT argument");
        } else {
            return true;
        }
        return false;
    }

    SearchArea area() {
        return area;
    }

    boolean isStored() {
        return destination != NONE;
    }

    /** The argument that is the key to store in. */
    int destination() {
        return destination;
    }

    /** Whether distances are stored as scores. */
    boolean storesDistance() {
        return storesDistance;
    }

    boolean withDistance() {
        return withDistance;
    }

    boolean withHash() {
        return withHash;
    }

    boolean withPlace() {
        return withPlace;
    }

    /** How many members are wanted at most. */
    long limit() {
        return count == 0 ? Long.MAX_VALUE : count;
    }

    /** Whether any members will do when there are more than are wanted. */
    boolean takesAny() {
        return takesAny;
    }

    /** The order wanted; without one the nearest are wanted when it is some only. */
    Order order() {
        return order == Order.FOUND && count > 0 && !takesAny ? Order.NEAREST : order;
    }
}
