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

        /**
         * Binds the handler of a command that may log several others, of which replay is to execute all or none.
         *
         * @param name
         *            base name of the command's JSON file.
         */
        default void bindUnit(final String name, final CommandHandler handler) {
            bind(name, context -> {
                context.effects().beginUnit();
                handler.execute(context);
                context.effects().endUnit();
            });
        }
    }

    /** Names each handler of the group once. */
    void bindTo(Binder binder);
}
