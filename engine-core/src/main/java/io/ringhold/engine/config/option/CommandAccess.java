package io.ringhold.engine.config.option;

/** Who may use a guarded command: nobody, everybody, or clients of this machine. */
public enum CommandAccess {
    NO, YES, LOCAL
}
