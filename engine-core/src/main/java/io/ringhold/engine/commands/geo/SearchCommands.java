package io.ringhold.engine.commands.geo;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.geo.SearchRequest.Form;
import io.ringhold.engine.commands.sortedset.SortedSets;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;

/**
 * GEOSEARCH, GEOSEARCHSTORE, and the older GEORADIUS, GEORADIUSBYMEMBER and their variants that only read. The result of a search depends on
 * nothing but the set, so that the log keeps those that store as they were sent. Engine thread; allocates nothing for common numbers.
 */
final class SearchCommands implements CommandGroupHandlers {
    private final SearchRequest request = new SearchRequest();
    private final SearchCells cells = new SearchCells();
    private final Matches matches = new Matches();
    private final SortedSetCursor cursor = new SortedSetCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("geosearch", context -> search(context, Form.SEARCH, false));
        binder.bind("geosearchstore", context -> search(context, Form.SEARCH_STORE, false));
        binder.bind("georadius", context -> search(context, Form.RADIUS, true));
        binder.bind("georadius_ro", context -> search(context, Form.RADIUS, false));
        binder.bind("georadiusbymember", context -> search(context, Form.RADIUS_BY_MEMBER, true));
        binder.bind("georadiusbymember_ro", context -> search(context, Form.RADIUS_BY_MEMBER, false));
    }

    private void search(final CommandContext context, final Form form, final boolean mayStore) {
        final long slot = SortedSets.findForRead(context, form.source());
        if (slot == SortedSets.WRONG || !request.parse(context, form, mayStore, slot)) {
            return;
        }
        final long entry = slot == 0 ? 0 : context.entry(slot);
        matches.begin(context.engine().clientArena(), request.order(), request.limit());
        if (entry != 0) {
            gather(context.sortedSets(), entry);
            matches.sort();
        }
        if (matches.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else if (request.isStored()) {
            store(context, entry, form == Form.SEARCH_STORE ? KeyEvent.GEOSEARCHSTORE : KeyEvent.GEORADIUSSTORE);
        } else {
            reply(context, entry);
        }
        matches.end();
    }

    private void gather(final SortedSetValues values, final long entry) {
        cells.cover(request.area());
        final long enough = request.takesAny() ? request.limit() : Long.MAX_VALUE;
        for (int i = 0; i < cells.count() && matches.size() < enough; i++) {
            gatherCell(values, entry, i, enough);
        }
    }

    private void gatherCell(final SortedSetValues values, final long entry, final int cell, final long enough) {
        final SearchArea area = request.area();
        final double end = cells.end(cell);
        boolean more = values.at(entry, values.countBelow(entry, cells.least(cell), false), cursor);
        while (more && matches.size() < enough && !matches.isIncomplete()) {
            values.view(cursor);
            if (values.score() >= end) {
                return;
            }
            final long hash = GeoHash.ofScore(values.score());
            if (area.contains(GeoHash.longitude(hash), GeoHash.latitude(hash))) {
                matches.add(area.distanceM(), values.member(cursor));
            }
            more = values.step(cursor, false);
        }
    }

    private void reply(final CommandContext context, final long entry) {
        final SortedSetValues values = context.sortedSets();
        final int parts = 1 + (request.withDistance() ? 1 : 0) + (request.withHash() ? 1 : 0)
                + (request.withPlace() ? 1 : 0);
        context.reply().array(matches.size());
        for (long i = 0; i < matches.size(); i++) {
            values.view(entry, matches.member(i));
            if (parts > 1) {
                context.reply().array(parts);
            }
            context.reply().bulk(values.viewAddress(), values.viewLength());
            final long hash = GeoHash.ofScore(values.score());
            if (request.withDistance()) {
                GeoReply.distance(context, matches.distanceM(i) / request.area().metresPerUnit());
            }
            if (request.withHash()) {
                context.reply().integer(hash);
            }
            if (request.withPlace()) {
                GeoReply.place(context, hash);
            }
        }
    }

    /** Puts the members into a set of their own first, since the destination may be the source. */
    private void store(final CommandContext context, final long entry, final KeyEvent event) {
        final SortedSetValues values = context.sortedSets();
        final int destination = request.destination();
        final long result = values.createEntry(context.argument(destination), context.argumentLength(destination));
        if (result != 0 && copyTo(values, entry, result)) {
            SortedSets.store(context, destination, result, event);
            return;
        }
        if (result != 0) {
            values.discard(result);
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
    }

    private boolean copyTo(final SortedSetValues values, final long entry, final long result) {
        for (long i = 0; i < matches.size(); i++) {
            values.view(entry, matches.member(i));
            final double score = request.storesDistance()
                    ? matches.distanceM(i) / request.area().metresPerUnit()
                    : values.score();
            if (values.set(result, values.viewAddress(), values.viewLength(), score) == SortedSetValues.NO_MEMORY) {
                return false;
            }
        }
        return true;
    }
}
