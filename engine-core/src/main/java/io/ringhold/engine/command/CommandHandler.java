package io.ringhold.engine.command;

/** Executes one command. Called on the engine thread with arity, authentication and memory already checked. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Executes the command that the context stands at: writes exactly one reply, and says what changed.
     *
     * @param context
     *            reused for every command; nothing of it may be kept.
     */
    void execute(CommandContext context);
}
