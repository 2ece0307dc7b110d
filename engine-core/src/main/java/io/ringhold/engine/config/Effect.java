package io.ringhold.engine.config;

/**
 * What a setting does in Ringhold.
 *
 * @param kind
 *            whether it does anything
 * @param note
 *            what it does, or why it does nothing
 */
public record Effect(Kind kind, String note) {

    /** Whether a setting does anything. */
    public enum Kind {
        /** The setting has its effect. */
        EFFECTIVE,
        /** The value is kept for CONFIG GET, SET and REWRITE; what it is for comes later. */
        LATER,
        /** The value is kept for CONFIG GET, SET and REWRITE and can have no effect here. */
        NEVER
    }

    static Effect effective(final String note) {
        return new Effect(Kind.EFFECTIVE, note);
    }

    static Effect later(final String feature) {
        return new Effect(Kind.LATER, "its feature comes later: " + feature);
    }

    static Effect never(final String reason) {
        return new Effect(Kind.NEVER, "can have none here: " + reason);
    }
}
