package io.ringhold.engine.config;

import java.util.List;
import java.util.Set;

import static io.ringhold.engine.config.Definition.kept;
import static io.ringhold.engine.config.SettingGroup.CLUSTER;
import static io.ringhold.engine.config.SettingGroup.EXPIRY;
import static io.ringhold.engine.config.SettingGroup.LOG;
import static io.ringhold.engine.config.SettingGroup.MEMORY;
import static io.ringhold.engine.config.SettingGroup.NETWORK;
import static io.ringhold.engine.config.SettingGroup.PROCESS;
import static io.ringhold.engine.config.SettingGroup.REPLICATION;
import static io.ringhold.engine.config.SettingGroup.SCRIPTING;
import static io.ringhold.engine.config.SettingGroup.SECURITY;
import static io.ringhold.engine.config.SettingGroup.SNAPSHOTS;
import static io.ringhold.engine.config.SettingGroup.TLS;

/**
 * The rows of the table for settings that do nothing yet, or can do nothing here: their values are only kept. A setting
 * moves from here to {@link Settings} when its feature comes.
 */
final class KeptSettings {
    private KeptSettings() {}

    static void addTo(final SettingTable table) {
        addNetwork(table);
        addMemoryAndExpiry(table);
        addLog(table);
        addSnapshots(table);
        addSecurity(table);
        addScripting(table);
        addReplication(table);
        addCluster(table);
        addTls(table);
        addProcess(table);
    }

    private static void addNetwork(final SettingTable table) {
        final Effect noPeers = Effect.later("replication and cluster connections");
        table.text(kept("bind-source-addr", NETWORK, noPeers), "").absentWhenEmpty();
        final Effect noMarks = Effect.never("sockets carry no mark");
        table.integer(kept("socket-mark-id", NETWORK, noMarks).fixed(), 0, 0, 4_294_967_295L);
        final Effect noSplit = Effect.never("a transport thread reads what it writes");
        table.bool(kept("io-threads-do-reads", NETWORK, noSplit).fixed(), false);
    }

    private static void addMemoryAndExpiry(final SettingTable table) {
        table.bool(kept("lazyfree-lazy-eviction", MEMORY, Effect.never("large values are always freed in small steps")),
                false);
        final Effect parts = Effect.never("large values are always freed in small steps");
        for (final String when : List.of("expire", "server-del", "user-del")) {
            table.bool(kept("lazyfree-lazy-" + when, EXPIRY, parts), false);
        }
        table.bool(kept("lazyfree-lazy-user-flush", EXPIRY,
                Effect.never("a large database is always freed in small steps")), false);
        table.integer(
                kept("active-expire-effort", EXPIRY, Effect.never("every expired key is found, without a search")),
                1, 1, 10);
        final Effect noJemalloc = Effect.never("memory comes from the arena");
        table.bool(kept("jemalloc-bg-thread", MEMORY, noJemalloc), true);
        final Effect noBursts = Effect.never("the key table always resizes in small steps");
        table.bool(kept("activerehashing", MEMORY, noBursts), true);
        final Effect noFork = Effect.never("arena-huge-pages decides");
        table.bool(kept("disable-thp", MEMORY, noFork).fixed(), true);
    }

    private static void addLog(final SettingTable table) {
        table.bool(kept("no-appendfsync-on-rewrite", LOG,
                Effect.never("the log is forced by a thread of its own, also while it is rewritten")), false);
        table.bool(kept("aof-disable-auto-gc", LOG,
                Effect.never("files that the log does not need any more are always removed")), false);
    }

    private static void addSnapshots(final SettingTable table) {
        table.bool(kept("rdb-del-sync-files", SNAPSHOTS, Effect.later("replication")), false);
        table.integer(kept("key-load-delay", SNAPSHOTS, Effect.later("loading slowly, for tests")).unlisted(), 0,
                Integer.MIN_VALUE, Integer.MAX_VALUE);
        final Effect always = Effect.never("all that is loaded or restored is checked in full");
        table.words(kept("sanitize-dump-payload", SNAPSHOTS, always), "no", "no", "yes", "clients");
    }

    private static void addSecurity(final SettingTable table) {
        final Effect acl = Effect.later("ACL");
        table.text(kept("aclfile", SECURITY, acl).fixed(), "").readBy(KeptSettings::noUsers);
        table.integer(kept("acllog-max-len", SECURITY, acl), 128, 0, Long.MAX_VALUE);
        table.words(kept("acl-pubsub-default", SECURITY, acl), "resetchannels", "allchannels", "resetchannels");
        final Effect noModules = Effect.never("modules of Redis cannot be loaded");
        table.words(kept("enable-module-command", SECURITY, noModules).fixed(), "no", "no", "yes", "local");
    }

    /** To serve everybody where users with their own rights were wanted would be worse than not to start. */
    private static String noUsers(final String file) throws InvalidValueException {
        if (!file.isEmpty()) {
            throw new InvalidValueException(RedisConf.NO_USERS);
        }
        return file;
    }

    private static void addScripting(final SettingTable table) {
        final Effect scripts = Effect.later("Lua scripts and functions");
        table.integer(kept("busy-reply-threshold", SCRIPTING, scripts).alias("lua-time-limit"), 5000, 0,
                Long.MAX_VALUE);
    }

    private static void addReplication(final SettingTable table) {
        final Effect reason = Effect.later("replication");
        table.value(kept("replicaof", REPLICATION, reason).alias("slaveof").fixed(), new Forms.Master(), "");
        table.text(kept("masterauth", REPLICATION, reason).secret(), "").absentWhenEmpty();
        table.text(kept("masteruser", REPLICATION, reason).secret(), "").absentWhenEmpty();
        table.bool(kept("replica-serve-stale-data", REPLICATION, reason).alias("slave-serve-stale-data"), true);
        table.bool(kept("replica-read-only", REPLICATION, reason).alias("slave-read-only"), true);
        table.bool(kept("replica-ignore-maxmemory", REPLICATION, reason).alias("slave-ignore-maxmemory"), true);
        table.bool(kept("replica-ignore-disk-write-errors", REPLICATION, reason), false);
        table.bool(kept("replica-lazy-flush", REPLICATION, reason).alias("slave-lazy-flush"), false);
        table.bool(kept("repl-diskless-sync", REPLICATION, reason), true);
        table.integer(kept("repl-diskless-sync-delay", REPLICATION, reason), 5, 0, Integer.MAX_VALUE);
        table.integer(kept("repl-diskless-sync-max-replicas", REPLICATION, reason), 0, 0, Integer.MAX_VALUE);
        table.words(kept("repl-diskless-load", REPLICATION, reason), "disabled", "disabled", "on-empty-db", "swapdb");
        table.integer(kept("repl-ping-replica-period", REPLICATION, reason).alias("repl-ping-slave-period"), 10, 1,
                Integer.MAX_VALUE);
        table.integer(kept("repl-timeout", REPLICATION, reason), 60, 1, Integer.MAX_VALUE);
        table.bool(kept("repl-disable-tcp-nodelay", REPLICATION, reason), false);
        table.memory(kept("repl-backlog-size", REPLICATION, reason), 1 << 20, 1)
                .adjusted(bytes -> Math.max(bytes, 16 << 10));
        table.integer(kept("repl-backlog-ttl", REPLICATION, reason), 3600, 0, Long.MAX_VALUE);
        table.integer(kept("replica-priority", REPLICATION, reason).alias("slave-priority"), 100, 0, Integer.MAX_VALUE);
        table.bool(kept("replica-announced", REPLICATION, reason), true);
        table.text(kept("replica-announce-ip", REPLICATION, reason).alias("slave-announce-ip"), "").absentWhenEmpty();
        table.integer(kept("replica-announce-port", REPLICATION, reason).alias("slave-announce-port"), 0, 0, 65_535);
        table.integer(kept("min-replicas-to-write", REPLICATION, reason).alias("min-slaves-to-write"), 0, 0,
                Integer.MAX_VALUE);
        table.integer(kept("min-replicas-max-lag", REPLICATION, reason).alias("min-slaves-max-lag"), 10, 0,
                Integer.MAX_VALUE);
        table.words(kept("propagation-error-behavior", REPLICATION, reason), "ignore", "ignore", "panic",
                "panic-on-replicas");
        table.integer(kept("shutdown-timeout", REPLICATION, reason), 10, 0, Integer.MAX_VALUE);
    }

    private static void addCluster(final SettingTable table) {
        final Effect reason = Effect.later("Redis Cluster");
        table.bool(kept("cluster-enabled", CLUSTER, reason).fixed(), false);
        table.text(kept("cluster-config-file", CLUSTER, reason).fixed(), "nodes.conf");
        table.integer(kept("cluster-port", CLUSTER, reason).fixed(), 0, 0, 65_535);
        table.integer(kept("cluster-node-timeout", CLUSTER, reason), 15_000, 0, Long.MAX_VALUE);
        table.integer(kept("cluster-replica-validity-factor", CLUSTER, reason).alias("cluster-slave-validity-factor"),
                10, 0, Integer.MAX_VALUE);
        table.integer(kept("cluster-migration-barrier", CLUSTER, reason), 1, 0, Integer.MAX_VALUE);
        table.bool(kept("cluster-allow-replica-migration", CLUSTER, reason), true);
        table.bool(kept("cluster-require-full-coverage", CLUSTER, reason), true);
        table.bool(kept("cluster-replica-no-failover", CLUSTER, reason).alias("cluster-slave-no-failover"), false);
        table.bool(kept("cluster-allow-reads-when-down", CLUSTER, reason), false);
        table.bool(kept("cluster-allow-pubsubshard-when-down", CLUSTER, reason), true);
        table.memory(kept("cluster-link-sendbuf-limit", CLUSTER, reason), 0, 0);
        table.text(kept("cluster-announce-ip", CLUSTER, reason), "").absentWhenEmpty();
        table.text(kept("cluster-announce-hostname", CLUSTER, reason), "").absentWhenEmpty().readBy(Forms::hostName);
        table.text(kept("cluster-announce-human-nodename", CLUSTER, reason), "").absentWhenEmpty();
        table.integer(kept("cluster-announce-port", CLUSTER, reason), 0, 0, 65_535);
        table.integer(kept("cluster-announce-tls-port", CLUSTER, reason), 0, 0, 65_535);
        table.integer(kept("cluster-announce-bus-port", CLUSTER, reason), 0, 0, 65_535);
        table.words(kept("cluster-preferred-endpoint-type", CLUSTER, reason), "ip", "ip", "hostname",
                "unknown-endpoint");
    }

    private static void addTls(final SettingTable table) {
        final Effect reason = Effect.later("TLS");
        table.integer(kept("tls-port", TLS, reason), 0, 0, 65_535);
        table.text(kept("tls-cert-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-key-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-key-file-pass", TLS, reason).secret(), "").absentWhenEmpty();
        table.text(kept("tls-client-cert-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-client-key-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-client-key-file-pass", TLS, reason).secret(), "").absentWhenEmpty();
        table.text(kept("tls-dh-params-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-ca-cert-file", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-ca-cert-dir", TLS, reason), "").absentWhenEmpty();
        table.words(kept("tls-auth-clients", TLS, reason), "yes", "no", "yes", "optional");
        table.bool(kept("tls-replication", TLS, reason), false);
        table.bool(kept("tls-cluster", TLS, reason), false);
        table.text(kept("tls-protocols", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-ciphers", TLS, reason), "").absentWhenEmpty();
        table.text(kept("tls-ciphersuites", TLS, reason), "").absentWhenEmpty();
        table.bool(kept("tls-prefer-server-ciphers", TLS, reason), false);
        table.bool(kept("tls-session-caching", TLS, reason), true);
        table.integer(kept("tls-session-cache-size", TLS, reason), 20_480, 0, Integer.MAX_VALUE);
        table.integer(kept("tls-session-cache-timeout", TLS, reason), 300, 0, Integer.MAX_VALUE);
    }

    private static void addProcess(final SettingTable table) {
        final Effect pinning = Effect.later("pinning threads to processors");
        table.text(kept("server_cpulist", PROCESS, pinning).fixed(), "").absentWhenEmpty();
        table.text(kept("bio_cpulist", PROCESS, pinning).fixed(), "").absentWhenEmpty();
        table.text(kept("aof_rewrite_cpulist", PROCESS, pinning).fixed(), "").absentWhenEmpty();
        table.text(kept("bgsave_cpulist", PROCESS, pinning).fixed(), "").absentWhenEmpty();
        final Effect noSupervisor = Effect.never("the server does not speak to its supervisor");
        table.words(kept("supervised", PROCESS, noSupervisor).fixed(), "no", "upstart", "systemd", "auto", "no");
        final Effect noSyslog = Effect.never("there is no client of syslog; use logfile");
        table.bool(kept("syslog-enabled", PROCESS, noSyslog).fixed(), false);
        table.text(kept("syslog-ident", PROCESS, noSyslog).fixed(), "redis");
        table.words(kept("syslog-facility", PROCESS, noSyslog).fixed(), "local0", "user", "local0", "local1", "local2",
                "local3", "local4", "local5", "local6", "local7");
        table.bool(kept("always-show-logo", PROCESS, Effect.never("there is no logo")).fixed(), false);
        table.bool(kept("dynamic-hz", PROCESS, Effect.never("background work does not wait for the clock")), true);
        final Effect saving = Effect.later("a choice of what signals do; they do as SHUTDOWN does");
        table.value(kept("shutdown-on-sigint", PROCESS, saving), new Forms.Shutdown(), Set.of());
        table.value(kept("shutdown-on-sigterm", PROCESS, saving), new Forms.Shutdown(), Set.of());
        final Effect noTitle = Effect.never("a JVM cannot rename its process");
        table.bool(kept("set-proc-title", PROCESS, noTitle).fixed(), true);
        table.text(kept("proc-title-template", PROCESS, noTitle), "{title} {listen-addr} {server-mode}")
                .readBy(Forms::titleTemplate);
        final Effect noChildren = Effect.never("there are no child processes whose scores would differ");
        table.words(kept("oom-score-adj", PROCESS, noChildren), "no", "no", "yes", "relative", "absolute");
        table.value(kept("oom-score-adj-values", PROCESS, noChildren), new Forms.OomScores(), List.of(0, 200, 800));
        final Effect noHandler = Effect.never("a crash of the JVM writes its own report");
        table.bool(kept("crash-log-enabled", PROCESS, noHandler), true);
        table.bool(kept("crash-memcheck-enabled", PROCESS, noHandler), true);
        table.integer(kept("watchdog-period", PROCESS, noHandler).unlisted(), 0, 0, Integer.MAX_VALUE);
        final Effect noWarnings = Effect.never("there is no warning that it could silence");
        table.text(kept("ignore-warnings", PROCESS, noWarnings), "");
        final Effect noLocale = Effect.never("texts are compared by their bytes");
        table.text(kept("locale-collate", PROCESS, noLocale), "");
    }
}
