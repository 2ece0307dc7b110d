package io.ringhold.engine.keyspace;

/**
 * How far the moving of a value's blocks has come ({@link ValueOperations#relocateSome}); what the numbers mean is the value's. There is one value at a
 * time. Engine thread.
 */
public final class Relocation {
    /** Which part of the value is being moved; 0 at first. */
    public int stage;
    /** Where in that part it goes on; 0 at its beginning. */
    public long position;
    private boolean begun;

    /** The next call is the first one for a value. */
    public void restart() {
        begun = false;
        stage = 0;
        position = 0;
    }

    /** True the first time. */
    boolean begin() {
        final boolean isFirst = !begun;
        begun = true;
        return isFirst;
    }

    /** Goes on with another part of the value. */
    public void enter(final int nextStage) {
        stage = nextStage;
        position = 0;
    }
}
