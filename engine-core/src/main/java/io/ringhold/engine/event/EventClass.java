package io.ringhold.engine.event;

/** Classes of keyspace events, each with its letter in {@code notify-keyspace-events}. */
public enum EventClass {
    GENERIC('g'), STRING('$'), LIST('l'), SET('s'), HASH('h'), SORTED_SET('z'), EXPIRED('x'), EVICTED('e'), STREAM('t'),
    /** A key was looked up that is not there; not part of {@code A}. */
    KEY_MISS('m'),
    /** A key was made; not part of {@code A}. */
    NEW_KEY('n');

    private final char letter;

    EventClass(final char letter) {
        this.letter = letter;
    }

    /** The letter in the setting. */
    public char letter() {
        return letter;
    }
}
