package io.ringhold.engine.commands.bitmap;

/** What BITFIELD does with a number that does not fit its field. */
enum Overflow {
    /** Keeps the low bits. */
    WRAP,
    /** Takes the nearest number that fits. */
    SAT,
    /** Changes nothing and replies with null. */
    FAIL
}
