package io.ringhold.server.boot;

/** Which build this is. */
public final class Version {
    private static final String UNPACKED = "0.1.0";

    private Version() {}

    /** The number in the jar's manifest; classes outside of a jar are taken for the version in development. */
    public static String number() {
        final String packed = Version.class.getPackage().getImplementationVersion();
        return packed == null ? UNPACKED : packed.replace("-SNAPSHOT", "");
    }

    /** The line of {@code --version}, in redis-server's form. */
    public static String line() {
        return "Ringhold server v=" + number() + " sha=00000000:0 malloc=arena bits=64 build=java-"
                + Runtime.version().feature();
    }
}
