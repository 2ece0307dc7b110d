package io.ringhold.offheap.stream.index;

/** How a change ended. Whenever it is not {@link #DONE}, nothing has changed. */
public enum Outcome {
    /** The change has been made. */
    DONE,
    /** What was to be added is there already. */
    PRESENT,
    /** What was to be changed is not there. */
    ABSENT,
    /** The id is not above the last one. */
    TOO_SMALL,
    /** Bytes from elsewhere are not what they should be. */
    MALFORMED,
    /** There is no memory. */
    NO_MEMORY
}
