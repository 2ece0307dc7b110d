package io.ringhold.engine.command;

/** The handlers of one group of commands. */
public interface CommandGroupHandlers {
    /** Takes the handlers, by name. */
    @FunctionalInterface
    interface Binder {
        /**
         * Binds a handler.
         *
         * @param name
         *            base name of the command's JSON file ("get", "client-list").
         */
        void bind(String name, CommandHandler handler);
    }

    /** Names each handler of the group once. */
    void bindTo(Binder binder);
}
