package io.ringhold.engine.port;

/** A snapshot on its way to a file. All methods are for the engine thread and do not wait. */
public interface SnapshotJob {
    /**
     * Does what is the engine's part in it, if there is something: to be called in every turn.
     *
     * @return true when the snapshot has ended; nothing of it is left then but its file and what the other methods tell.
     */
    boolean advance();

    /** Gives it up; it ends soon, with an error. */
    void cancel();

    /** Why it has failed, in one line; null when it has not, or not yet. */
    String error();

    /** How far it has come, or how it ended. Allocates. */
    SnapshotFigures figures();
}
