package io.ringhold.engine.commands.server.info.section;

/** A section of INFO. */
public interface InfoSection {
    /** Its title ("Server"), which in lower case is what clients ask for. */
    String title();

    /** True when INFO without arguments shows it. */
    default boolean isDefault() {
        return true;
    }

    /** Writes its fields. */
    void write(InfoContext context, InfoFields text);
}
