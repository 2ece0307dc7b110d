package io.ringhold.bench.result;

/** What a command of the load generator gives, and what reports are made of. */
public sealed interface Result permits RunResult, Comparison, Sweep {}
