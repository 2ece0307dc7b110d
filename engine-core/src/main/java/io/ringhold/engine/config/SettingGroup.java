package io.ringhold.engine.config;

/** The parts into which the documentation divides the settings. */
public enum SettingGroup {
    RINGHOLD("Ringhold's own"), //
    NETWORK("Network"), //
    CLIENTS("Clients"), //
    GENERAL("General"), //
    MEMORY("Memory"), //
    EXPIRY("Expiry and lazy freeing"), //
    LOG("Append-only file"), //
    SNAPSHOTS("Snapshots"), //
    SECURITY("Security"), //
    MONITORING("Latency, slow log, notifications"), //
    TYPES("Encodings of types"), //
    SCRIPTING("Scripting"), //
    REPLICATION("Replication"), //
    CLUSTER("Cluster"), //
    TLS("TLS"), //
    PROCESS("Process and machine");

    private final String title;

    SettingGroup(final String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
