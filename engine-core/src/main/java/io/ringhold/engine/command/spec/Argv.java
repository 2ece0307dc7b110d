package io.ringhold.engine.command.spec;

/** The arguments of a command, its name first, for code that need not be fast. */
public interface Argv {
    /** Count of arguments, the name included. */
    int count();

    /** The bytes of an argument; the name is at 0. */
    byte[] get(int index);
}
