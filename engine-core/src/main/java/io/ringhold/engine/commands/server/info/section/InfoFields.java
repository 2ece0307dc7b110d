package io.ringhold.engine.commands.server.info.section;

/** Takes what a section of INFO tells: names with texts and figures, whether these are to be written or served otherwise. */
public interface InfoFields {
    /** A text. */
    void field(String name, String value);

    /** A figure. */
    void field(String name, long value);

    /** A figure with a fraction, and how many digits of it are shown. */
    void decimal(String name, double value, int decimals);

    /** A figure of 100. */
    void percent(String name, double value);

    /** Whether something went well, which is shown in a word. */
    void status(String name, boolean ok);

    /** Several figures in one field. */
    void parts(String name, InfoPart... parts);

    /** Whether something is so. */
    default void flag(final String name, final boolean value) {
        field(name, value ? 1 : 0);
    }

    /** A number of bytes, which may be shown for people too. */
    void bytes(String name, long value);
}
