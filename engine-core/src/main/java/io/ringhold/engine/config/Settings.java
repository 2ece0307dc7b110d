package io.ringhold.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.ringhold.engine.config.option.AppendFsync;
import io.ringhold.engine.config.option.CommandAccess;
import io.ringhold.engine.config.option.IdleStrategyKind;
import io.ringhold.engine.config.option.LogLevel;
import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.config.option.OutputBufferLimits;
import io.ringhold.engine.config.option.SaveRule;
import io.ringhold.engine.config.option.Threading;
import io.ringhold.engine.util.GlobPattern;
import io.ringhold.engine.util.Words;

import static io.ringhold.engine.config.Definition.effective;
import static io.ringhold.engine.config.Definition.kept;
import static io.ringhold.engine.config.SettingGroup.CLIENTS;
import static io.ringhold.engine.config.SettingGroup.GENERAL;
import static io.ringhold.engine.config.SettingGroup.LOG;
import static io.ringhold.engine.config.SettingGroup.MEMORY;
import static io.ringhold.engine.config.SettingGroup.MONITORING;
import static io.ringhold.engine.config.SettingGroup.NETWORK;
import static io.ringhold.engine.config.SettingGroup.RINGHOLD;
import static io.ringhold.engine.config.SettingGroup.SECURITY;
import static io.ringhold.engine.config.SettingGroup.SNAPSHOTS;
import static io.ringhold.engine.config.SettingGroup.TYPES;

/**
 * All settings of one server: those that do something as fields, and every one by its name.
 *
 * <p>
 * Until the server runs, {@link RedisConf} fills the values. From then on only the engine thread changes them, by
 * {@link #set}; it reads {@code value()}, and other threads read {@code sharedValue()}.
 */
public final class Settings {
    private static final String NO_CONFIG_FILE = "ERR The server is running without a config file";
    private static final int MAX_PORT = 65535;
    private static final long MIB = 1 << 20;
    private static final int MAX_HZ = 500;

    private final SettingTable table = new SettingTable();
    private final Path startDirectory;
    private Path configFile;
    private BooleanSupplier loading = () -> false;

    public final EnumSetting<Threading> threading = table.choice(effective("threading", RINGHOLD,
            "Transports and engine take turns on one thread (shared), have threads of their own (dedicated), or what"
                    + " suits the number of processors (auto)")
            .fixed(),
            Threading.AUTO);
    public final EnumSetting<IdleStrategyKind> engineIdleStrategy = table.choice(effective("engine-idle-strategy",
            RINGHOLD, "What the engine's thread does when it has no work").fixed(), IdleStrategyKind.PARK);
    public final EnumSetting<IdleStrategyKind> transportIdleStrategy = table.choice(
            effective("transport-idle-strategy", RINGHOLD, "What a transport's thread does when it has no work")
                    .fixed(),
            IdleStrategyKind.PARK);
    public final NumberSetting coalescingNap = table.integer(effective("coalescing-nap", RINGHOLD,
            "Microseconds for which a busy transport lets requests of many clients gather before it looks again; 0 is"
                    + " not to (Linux)")
            .fixed(), 50, 0, 1000);
    public final NumberSetting ringSize = table.integer(effective("ring-size", RINGHOLD,
            "Slots of the ring between transports and engine; a power of two").fixed(), 4096, 2, 1 << 24)
            .only(size -> Long.bitCount(size) == 1, "argument must be a power of two");
    public final NumberSetting arenaReserve = table.memory(effective("arena-reserve", RINGHOLD,
            "Addresses that are reserved for data; 0 chooses by the machine's memory").fixed(), 0, 0);
    public final NumberSetting arenaLimit = table.memory(effective("arena-limit", RINGHOLD,
            "Memory that data may take at the most; 0 chooses by the machine's memory").fixed(), 0, 0);
    public final BooleanSetting arenaHugePages = table.bool(effective("arena-huge-pages", RINGHOLD,
            "Whether the arena asks for transparent huge pages: up to a tenth faster on many keys, slower while data grow")
            .fixed(),
            false);

    public final NumberSetting metricsPort = table.integer(effective("metrics-port", RINGHOLD,
            "TCP port of the HTTP endpoint that serves figures to Prometheus; 0 is none").fixed(), 0, 0, MAX_PORT);
    public final TextSetting metricsBind = table.text(effective("metrics-bind", RINGHOLD,
            "Address of the endpoint: a name, a number, or * for all; whoever reaches it may read").fixed(),
            "127.0.0.1");

    public final NumberSetting port = table.integer(
            effective("port", NETWORK, "TCP port; 0 is none; takes effect at start only"), 6379, 0,
            MAX_PORT);
    public final ValueSetting<List<String>> bind = table.value(effective("bind", NETWORK,
            "Addresses to listen on; takes effect at start only"), new Forms.Addresses(), List.of("*", "-::*"));
    public final TextSetting unixsocket = table.text(effective("unixsocket", NETWORK,
            "Path of a unix socket to listen on").fixed(), "").readBy(Forms::path).absentWhenEmpty();
    public final NumberSetting unixsocketperm = table.number(effective("unixsocketperm", NETWORK,
            "Permissions of the unix socket; 0 leaves them").fixed(), NumberSetting.Unit.OCTAL, 0, 0777);
    public final NumberSetting tcpBacklog = table.integer(effective("tcp-backlog", NETWORK,
            "Connections that may wait to be accepted").fixed(), 511, 0, Integer.MAX_VALUE);
    public final NumberSetting tcpKeepalive = table.integer(effective("tcp-keepalive", NETWORK,
            "Seconds without traffic after which TCP asks whether the peer lives; 0 never"), 300, 0,
            Integer.MAX_VALUE);
    public final NumberSetting timeout = table.integer(effective("timeout", NETWORK,
            "Seconds after which an idle client is closed; 0 never"), 0, 0, Integer.MAX_VALUE);
    public final BooleanSetting protectedMode = table.bool(effective("protected-mode", NETWORK,
            "Refuse clients of other machines while there is no password"), true);
    public final NumberSetting ioThreads = table.integer(effective("io-threads", NETWORK,
            "Transport threads when threading is dedicated").fixed(), 1, 1, 128);

    public final NumberSetting maxclients = table.integer(effective("maxclients", CLIENTS,
            "Clients that may be connected at once"), 10_000, 1, 4_294_967_295L);
    public final NumberSetting protoMaxBulkLen = table.memory(effective("proto-max-bulk-len", CLIENTS,
            "Longest single argument of a command"), 512 * MIB, MIB);
    public final NumberSetting clientQueryBufferLimit = table.memory(effective("client-query-buffer-limit", CLIENTS,
            "Most bytes of requests that a client may have waiting, or queued by MULTI"), 1024 * MIB, MIB);
    public final NumberSetting trackingTableMaxKeys = table.integer(effective("tracking-table-max-keys", CLIENTS,
            "Keys read by clients with tracking that are remembered; 0 is no limit"), 1_000_000, 0, Long.MAX_VALUE);
    public final ValueSetting<OutputBufferLimits> clientOutputBufferLimit = table.value(
            effective("client-output-buffer-limit", CLIENTS,
                    "Bytes of replies that may wait before the client is closed; 0 is no limit"),
            new Forms.BufferLimits(), OutputBufferLimits.DEFAULT);

    public final BooleanSetting daemonize = table.bool(kept("daemonize", GENERAL, Effect
            .never("a Java process cannot go to the background by itself; use a service manager")).fixed(), false);
    public final TextSetting pidfile = table.text(effective("pidfile", GENERAL,
            "File that holds the process id while the server runs").fixed(), "").readBy(Forms::path).absentWhenEmpty();
    public final EnumSetting<LogLevel> loglevel = table.choice(effective("loglevel", GENERAL,
            "Least level that is logged"), LogLevel.NOTICE);
    public final TextSetting logfile = table.text(effective("logfile", GENERAL,
            "File to log to; empty is the standard output").fixed(), "").readBy(Forms::path);
    public final NumberSetting databases = table.integer(effective("databases", GENERAL,
            "Number of databases").fixed(), 16, 1, Integer.MAX_VALUE);
    public final TextSetting dir = table.text(effective("dir", GENERAL,
            "Folder of the data files; relative paths start here").guarded().notWhileLoading(), "")
            .readBy(this::directory).alwaysWritten();
    public final NumberSetting hz = table.integer(effective("hz", GENERAL,
            "How often in a second background work is done; 1 to 500 is used"), 10, 0, Integer.MAX_VALUE)
            .adjusted(value -> Math.clamp(value, 1, MAX_HZ));

    public final NumberSetting maxmemory = table.memory(effective("maxmemory", MEMORY,
            "Bytes above which keys go, or writes are refused; 0 is no limit"), 0, 0);
    public final NumberSetting maxmemoryClients = table.number(effective("maxmemory-clients", MEMORY,
            "Memory, or part of maxmemory, that all clients may take together before the biggest are closed; at least"
                    + " 1 MiB, 0 is no limit"),
            NumberSetting.Unit.MEMORY_OR_PERCENT, 0, Long.MAX_VALUE);
    public final EnumSetting<MaxmemoryPolicy> maxmemoryPolicy = table.choice(effective("maxmemory-policy", MEMORY,
            "Which keys go at maxmemory: those not used (lru) or not changed (lrm) for longest, used least often (lfu), that"
                    + " expire soonest (ttl), or any; volatile-* leaves keys without expiry alone, noeviction all"),
            MaxmemoryPolicy.NOEVICTION);
    public final NumberSetting maxmemorySamples = table.integer(effective("maxmemory-samples", MEMORY,
            "Keys that are looked at for each that goes by lru, lrm or lfu; ttl is exact"), 5, 1, Integer.MAX_VALUE);
    public final NumberSetting maxmemoryEvictionTenacity = table.integer(
            effective("maxmemory-eviction-tenacity", MEMORY,
                    "Tens of microseconds that eviction takes between commands while more than maxmemory is in use; 100 is until"
                            + " no more is"),
            10, 0, 100);
    public final NumberSetting lfuLogFactor = table.integer(effective("lfu-log-factor", MEMORY,
            "How much harder the counter of lfu grows the higher it is"), 10, 0, Integer.MAX_VALUE);
    public final NumberSetting lfuDecayTime = table.integer(effective("lfu-decay-time", MEMORY,
            "Minutes without use after which the counter of lfu loses one; 0 is never"), 1, 0, Integer.MAX_VALUE);

    public final BooleanSetting activedefrag = table.bool(effective("activedefrag", MEMORY,
            "Move data out of memory of which little is in use, and give that back, while the server runs"), true);
    public final NumberSetting activeDefragIgnoreBytes = table.memory(effective("active-defrag-ignore-bytes", MEMORY,
            "Unused bytes between data below which nothing is moved"), 100 * MIB, 1);
    public final NumberSetting activeDefragThresholdLower = table.integer(effective("active-defrag-threshold-lower",
            MEMORY, "The same in percent of the data"), 10, 0, 1000);
    public final NumberSetting activeDefragThresholdUpper = table.integer(effective("active-defrag-threshold-upper",
            MEMORY, "Percent of the data from which on active-defrag-cycle-max is taken"), 100, 0, 1000);
    public final NumberSetting activeDefragCycleMin = table.integer(effective("active-defrag-cycle-min", MEMORY,
            "Percent of the engine's time for moving data, at the lower threshold"), 1, 1, 99);
    public final NumberSetting activeDefragCycleMax = table.integer(effective("active-defrag-cycle-max", MEMORY,
            "Percent of the engine's time for moving data, at the upper threshold"), 25, 1, 99);
    public final NumberSetting activeDefragMaxScanFields = table.integer(effective("active-defrag-max-scan-fields",
            MEMORY,
            "Elements of values that are gone through with the keys of a bucket; more are done in steps of their own"),
            1000, 1, Long.MAX_VALUE);

    public final BooleanSetting appendonly = table.bool(effective("appendonly", LOG,
            "Log every write to the append-only file").notWhileLoading(), false);
    public final TextSetting appendfilename = table.text(effective("appendfilename", LOG,
            "First part of the names of the log's files").fixed(), "appendonly.aof")
            .readBy(Forms.fileName("appendfilename", "filename"));
    public final TextSetting appenddirname = table.text(effective("appenddirname", LOG,
            "Folder of the log's files, inside of dir").fixed(), "appendonlydir")
            .readBy(Forms.fileName("appenddirname", "dirname"));
    public final EnumSetting<AppendFsync> appendfsync = table.choice(effective("appendfsync", LOG,
            "When the log is forced to the disk"), AppendFsync.EVERYSEC);
    public final BooleanSetting aofLoadTruncated = table.bool(effective("aof-load-truncated", LOG,
            "Start even if the end of the log is cut off"), true);
    public final BooleanSetting aofTimestampEnabled = table.bool(effective("aof-timestamp-enabled", LOG,
            "Write the time into the log, at most once a second, so that it can be cut at a time"), false);
    public final NumberSetting autoAofRewritePercentage = table.integer(effective("auto-aof-rewrite-percentage", LOG,
            "Growth of the log since it was rewritten, in percent, at which it is rewritten again; 0 is never"), 100, 0,
            Integer.MAX_VALUE);
    public final NumberSetting autoAofRewriteMinSize = table.memory(effective("auto-aof-rewrite-min-size", LOG,
            "Size up to which the log is not rewritten by itself"), 64 * MIB, 0);
    public final BooleanSetting aofUseRdbPreamble = table.bool(effective("aof-use-rdb-preamble", LOG,
            "Write new bases of the log as RDB files, which are smaller and load faster, instead of as commands"),
            true);
    public final BooleanSetting aofRewriteIncrementalFsync = table.bool(effective("aof-rewrite-incremental-fsync", LOG,
            "Force a new base of the log to the disk every few MiB while it is written"), true);

    public final ValueSetting<List<SaveRule>> save = table.value(
            effective("save", SNAPSHOTS, "Seconds and changes after which the data are saved; empty is never"),
            new Forms.Save(),
            List.of(new SaveRule(3600, 1), new SaveRule(300, 100), new SaveRule(60, 10_000)));
    public final TextSetting dbfilename = table.text(effective("dbfilename", SNAPSHOTS,
            "Name of the dump file, inside of dir").guarded(), "dump.rdb")
            .readBy(Forms.optionalFileName("dbfilename", "filename"));
    public final BooleanSetting rdbcompression = table.bool(effective("rdbcompression", SNAPSHOTS,
            "Compress long strings in dump files"), true);
    public final BooleanSetting rdbchecksum = table.bool(effective("rdbchecksum", SNAPSHOTS,
            "Write and check the checksum at the end of dump files").fixed(), true);
    public final NumberSetting rdbVersion = table.integer(effective("rdb-version", RINGHOLD,
            "Version of the format of dump files: 10 is that of Redis 7.0, 11 of 7.2, 12 of 7.4; 0 is 11, or 12 when there are"
                    + " hashes whose fields expire"),
            0, 0, 12).only(version -> version == 0 || version >= 10, "argument must be 0, 10, 11 or 12");
    public final BooleanSetting rdbSaveIncrementalFsync = table.bool(effective("rdb-save-incremental-fsync", SNAPSHOTS,
            "Force a dump to the disk every few MiB while it is written, instead of all of it at the end"), true);
    public final BooleanSetting stopWritesOnBgsaveError = table.bool(effective("stop-writes-on-bgsave-error", SNAPSHOTS,
            "Refuse writes while dumps are wanted and the last one failed"), true);
    public final NumberSetting rdbKeySaveDelay = table.integer(effective("rdb-key-save-delay", SNAPSHOTS,
            "Microseconds to wait after each key of a dump, for tests").unlisted(), 0, Integer.MIN_VALUE,
            Integer.MAX_VALUE);
    public final NumberSetting snapshotShadowLimit = table.memory(effective("snapshot-shadow-limit", RINGHOLD,
            "Memory that copies of pages which change during a snapshot may take; at the limit the snapshot fails. 0 is no"
                    + " limit but that of the data"),
            0, 0);
    public final NumberSetting snapshotCpuPercent = table.integer(effective("snapshot-cpu-percent", RINGHOLD,
            "Share of one processor that a snapshot in the background takes at the most"), 50, 1, 100);

    public final TextSetting requirepass = table.text(effective("requirepass", SECURITY,
            "Password of the default user; empty is none").secret(), "").absentWhenEmpty();
    public final EnumSetting<CommandAccess> enableDebugCommand = table.choice(effective("enable-debug-command",
            SECURITY, "Who may use DEBUG").fixed(), CommandAccess.NO);
    public final EnumSetting<CommandAccess> enableProtectedConfigs = table.choice(
            effective("enable-protected-configs", SECURITY, "Who may set protected settings").fixed(),
            CommandAccess.NO);

    public final NumberSetting slowlogLogSlowerThan = table.integer(effective("slowlog-log-slower-than", MONITORING,
            "Microseconds from which a command goes into the slow log; 0 logs all, -1 none"), 10_000, -1,
            Long.MAX_VALUE);
    public final NumberSetting slowlogMaxLen = table.integer(effective("slowlog-max-len", MONITORING,
            "Entries that the slow log keeps"), 128, 0, Long.MAX_VALUE);
    public final NumberSetting latencyMonitorThreshold = table.integer(
            effective("latency-monitor-threshold", MONITORING,
                    "Milliseconds from which LATENCY keeps a sample of what took so long; 0 keeps none"),
            0, 0, Long.MAX_VALUE);
    public final BooleanSetting latencyTracking = table.bool(effective("latency-tracking", MONITORING,
            "Whether INFO latencystats and LATENCY HISTOGRAM count commands by how long they took"), true);
    public final ValueSetting<List<Double>> latencyTrackingInfoPercentiles = table.value(
            effective("latency-tracking-info-percentiles", MONITORING, "Percentiles that INFO latencystats shows"),
            new Forms.Percentiles(), List.of(50.0, 99.0, 99.9));
    public final NumberSetting hotkeysSampleRatio = table.integer(effective("hotkeys-sample-ratio", RINGHOLD,
            "Of how many commands one is sampled for INFO hotkeys, which shows the keys that are used most; 0 samples none"),
            1024, 0, 1_000_000_000);

    public final TextSetting notifyKeyspaceEvents = table.text(effective("notify-keyspace-events", MONITORING,
            "Events of keys that are published: K and E for the keys' and the events' channels; g $ l s h z t x e d, or A for"
                    + " all of them, m and n for kinds of events; empty is none"),
            "").readBy(Forms::keyspaceEvents).shownBy(Forms::shownKeyspaceEvents);

    public final NumberSetting listMaxListpackSize = table.integer(effective("list-max-listpack-size", TYPES,
            "Elements, or from -1 to -5 4 to 64 KiB, in a list that is one listpack, and in each node of a longer one")
            .alias("list-max-ziplist-size"), -2, Integer.MIN_VALUE, Integer.MAX_VALUE);
    public final NumberSetting listCompressDepth = table.integer(effective("list-compress-depth", TYPES,
            "Nodes at each end of a list that are not compressed by LZF while the others are; 0 compresses none"), 0, 0,
            Integer.MAX_VALUE);
    public final NumberSetting hashMaxListpackEntries = table.integer(effective("hash-max-listpack-entries", TYPES,
            "Fields up to which a hash is a listpack").alias("hash-max-ziplist-entries"), 512, 0, Long.MAX_VALUE);
    public final NumberSetting hashMaxListpackValue = table.memory(effective("hash-max-listpack-value", TYPES,
            "Longest field or value in a hash that is a listpack, in bytes").alias("hash-max-ziplist-value"), 64, 0);
    public final NumberSetting zsetMaxListpackEntries = table.integer(effective("zset-max-listpack-entries", TYPES,
            "Members up to which a sorted set is a listpack").alias("zset-max-ziplist-entries"), 128, 0,
            Long.MAX_VALUE);
    public final NumberSetting zsetMaxListpackValue = table.memory(effective("zset-max-listpack-value", TYPES,
            "Longest member in a sorted set that is a listpack, in bytes").alias("zset-max-ziplist-value"), 64, 0);
    public final NumberSetting hllSparseMaxBytes = table.memory(effective("hll-sparse-max-bytes", TYPES,
            "Bytes up to which a HyperLogLog is sparse"), 3000, 0);
    public final NumberSetting setMaxIntsetEntries = table.integer(effective("set-max-intset-entries", TYPES,
            "Members up to which a set of integers is an intset"), 512, 0, Long.MAX_VALUE);
    public final NumberSetting setMaxListpackEntries = table.integer(effective("set-max-listpack-entries", TYPES,
            "Members up to which another set is a listpack"), 128, 0, Long.MAX_VALUE);
    public final NumberSetting setMaxListpackValue = table.memory(effective("set-max-listpack-value", TYPES,
            "Longest member in a set that is a listpack, in bytes"), 64, 0);

    public final NumberSetting streamNodeMaxBytes = table.memory(effective("stream-node-max-bytes", TYPES,
            "Bytes up to which entries go to the last node of a stream; 0 is no limit"), 4096, 0);
    public final NumberSetting streamNodeMaxEntries = table.integer(effective("stream-node-max-entries", TYPES,
            "Entries in each node of a stream; 0 is no limit"), 100, 0, Long.MAX_VALUE);

    /** Settings at their defaults; relative paths start where the process was started. */
    public Settings() {
        this(Path.of(""));
    }

    /** Settings at their defaults; relative paths start in this folder. */
    public Settings(final Path startDirectory) {
        this.startDirectory = startDirectory.toAbsolutePath().normalize();
        dir.store(Words.fromText(this.startDirectory.toString()));
        KeptSettings.addTo(table);
    }

    private String directory(final String text) throws InvalidValueException {
        try {
            final Path real = resolve(Forms.path(text)).toRealPath();
            if (!Files.isDirectory(real)) {
                throw new InvalidValueException("Not a directory");
            }
            return Words.fromText(real.toString());
        } catch (final IOException e) {
            throw new InvalidValueException(ConfigException.reasonOf(e));
        }
    }

    /** The path that a text of the configuration names: relative ones start in {@code dir}. */
    public Path resolve(final String path) {
        return startDirectory.resolve(dir.text()).resolve(Words.toText(path)).normalize();
    }

    /** Whether there is a TCP port to listen on, and an address to do so at. */
    public boolean listensOnTcp() {
        return port.value() != 0 && !bind.value().isEmpty();
    }

    /** Every setting in the order of the table. */
    public List<Setting<?>> all() {
        return Collections.unmodifiableList(table.all());
    }

    /** Finds a setting by its name or an alias in any case; null when there is none. */
    public Setting<?> find(final String name) {
        return table.find(name);
    }

    /** Settings that have been given a value other than the default though they have no effect: worth a warning. */
    public List<Setting<?>> withoutEffect() {
        return table.all().stream()
                .filter(setting -> setting.effect().kind() != Effect.Kind.EFFECTIVE && setting.isGiven()
                        && !setting.isDefault())
                .toList();
    }

    /** The absolute path of the configuration file; null when the server runs without one. */
    public Path configFile() {
        return configFile;
    }

    void configFile(final Path file) {
        configFile = file;
    }

    /** Sets what tells whether the data of an earlier run are loaded, while which some settings cannot be changed. */
    public void loading(final BooleanSupplier isLoading) {
        loading = isLoading;
    }

    boolean isLoading() {
        return loading.getAsBoolean();
    }

    /**
     * CONFIG GET.
     *
     * @return names and values in turn; a setting with aliases appears under each name that matches
     */
    public List<String> get(final List<String> patterns) {
        final Map<String, String> found = new LinkedHashMap<>();
        for (final String pattern : patterns) {
            if (GlobPattern.isPattern(pattern)) {
                table.all().stream().filter(setting -> !setting.isHidden()).forEach(setting -> {
                    putIfMatching(found, pattern, setting.name(), setting);
                    setting.aliases().forEach(alias -> putIfMatching(found, pattern, alias, setting));
                });
            } else if (table.find(pattern) != null && found.keySet().stream().noneMatch(pattern::equalsIgnoreCase)) {
                found.put(pattern, table.find(pattern).format());
            }
        }
        final List<String> reply = new ArrayList<>(2 * found.size());
        found.forEach((name, value) -> {
            reply.add(name);
            reply.add(value);
        });
        return reply;
    }

    private static void putIfMatching(
            final Map<String, String> found, final String pattern, final String name, final Setting<?> setting) {
        if (GlobPattern.matchesIgnoringCase(pattern, name)) {
            found.put(name, setting.format());
        }
    }

    /**
     * CONFIG SET: all settings or none.
     *
     * @param namesAndValues
     *            names and values in turn
     * @param local
     *            whether the client is on this machine, for {@code enable-protected-configs}
     * @return null, or the whole text of Redis' error
     */
    public String set(final List<String> namesAndValues, final boolean local) {
        return new ConfigSet(this).apply(namesAndValues, local);
    }

    /**
     * CONFIG REWRITE.
     *
     * @return null, or the whole text of Redis' error
     */
    public String rewrite() {
        if (configFile == null) {
            return NO_CONFIG_FILE;
        }
        try {
            ConfigRewriter.rewrite(configFile, this);
            return null;
        } catch (final IOException e) {
            return "ERR Rewriting config file: " + ConfigException.reasonOf(e);
        }
    }
}
