package io.ringhold.tools.memory.result;

/** What the keys of one kind take: of a type, an encoding, a database, a pattern. */
public record Share(String name, Tally tally) {}
