package io.ringhold.engine.tracking;

import io.ringhold.engine.client.Session;

/**
 * What CLIENT TRACKING ON asks for.
 *
 * @param noLoop
 *            whether the client is not told of its own changes.
 * @param redirection
 *            who is told in its place, or null.
 */
public record TrackingOptions(TrackingMode mode, boolean noLoop, Session redirection) {}
