package io.ringhold.engine.tracking;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;

/**
 * A client that tracks, or has tracked: how, and where its messages go. It stays until the client disconnects: as in Redis, keys that it has
 * read are not forgotten when tracking is turned off, and count when it is turned on again. Engine thread.
 */
public final class Tracker {
    private final Session session;
    private final StringTree prefixes;
    private TrackingMode mode = TrackingMode.READS;
    private boolean on;
    private boolean noLoop;
    private boolean caching;
    private Session redirection;
    private boolean redirectionBroken;

    Tracker(final Session session, final StringTree prefixes) {
        this.session = session;
        this.prefixes = prefixes;
    }

    void turnOn(final TrackingOptions options) {
        on = true;
        mode = options.mode();
        noLoop = options.noLoop();
        redirection = options.redirection();
        redirectionBroken = false;
    }

    /** Who is told in its place stays: within a transaction, keys that changed before are told of at the end. */
    void turnOff() {
        on = false;
        mode = TrackingMode.READS;
        noLoop = false;
        caching = false;
        redirectionBroken = false;
    }

    Session session() {
        return session;
    }

    /** The prefixes that a client which broadcasts wants to hear of. */
    public StringTree prefixes() {
        return prefixes;
    }

    public boolean isOn() {
        return on;
    }

    public TrackingMode mode() {
        return mode;
    }

    public boolean isBroadcast() {
        return mode == TrackingMode.BROADCAST;
    }

    /** True when the client is not told of its own changes. */
    public boolean noLoop() {
        return noLoop;
    }

    /** True when CLIENT CACHING was said for the command or transaction that comes. */
    public boolean caching() {
        return caching;
    }

    public void caching(final boolean said) {
        caching = said;
    }

    /** Whether the keys that the client reads are to be remembered. */
    boolean remembersReads() {
        return on && switch (mode) {
            case READS -> true;
            case OPT_IN -> caching;
            case OPT_OUT -> !caching;
            case BROADCAST -> false;
        };
    }

    /** True when another client is told in the place of this one. */
    public boolean redirects() {
        return redirection != null;
    }

    /** Id of the client that is told in the place of this one, 0 when there is none. */
    public long redirectionId() {
        return redirection == null ? 0 : redirection.id();
    }

    /** True when the client that is to be told was found to be gone. */
    public boolean redirectionBroken() {
        return redirectionBroken;
    }

    void redirectionBroken(final boolean broken) {
        redirectionBroken = broken;
    }

    /** Who is to be told; null when that client is gone. */
    Session destination() {
        if (redirection == null) {
            return session;
        }
        return redirection.isGone() || redirection.closing() == Closing.NOW ? null : redirection;
    }
}
