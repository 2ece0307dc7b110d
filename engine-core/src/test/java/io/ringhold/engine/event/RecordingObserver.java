package io.ringhold.engine.event;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.resp.Ascii;

/** Writes down what it is told, keys of other databases than the first as {@code N/key}. */
final class RecordingObserver implements KeyObserver {
    final List<String> modified = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<Session> causes = new ArrayList<>();
    final List<String> databases = new ArrayList<>();

    @Override
    public void modified(final Database database, final long keyAddress, final int keyLength, final Session cause) {
        modified.add(key(database, keyAddress, keyLength));
        causes.add(cause);
    }

    @Override
    public void happened(final KeyEvent event, final Database database, final long keyAddress, final int keyLength) {
        events.add(event.redisName() + ' ' + key(database, keyAddress, keyLength));
    }

    @Override
    public void flushing(final Database database, final Session cause) {
        databases.add("flushing " + database.index() + " of " + database.size());
        causes.add(cause);
    }

    @Override
    public void flushed(final Session cause) {
        databases.add("flushed");
        causes.add(cause);
    }

    @Override
    public void swapping(final Database one, final Database other) {
        databases.add("swapping " + one.index() + ' ' + other.index());
    }

    private static String key(final Database database, final long address, final int length) {
        return (database.index() == 0 ? "" : database.index() + "/") + Ascii.text(address, length);
    }
}
