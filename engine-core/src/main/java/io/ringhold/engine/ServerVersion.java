package io.ringhold.engine;

/** Versions that clients are told. */
public final class ServerVersion {
    /** The Redis version whose commands and behaviour clients may count on: INFO's redis_version and HELLO's version. */
    public static final String REDIS = "7.2.4";

    private static final String UNKNOWN = "development";

    private ServerVersion() {}

    /** Ringhold's own version, as the jar's manifest has it. */
    public static String ringhold() {
        final String version = ServerVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN : version;
    }
}
