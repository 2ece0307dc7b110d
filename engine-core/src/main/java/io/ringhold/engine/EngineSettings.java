package io.ringhold.engine;

import java.util.List;

import io.ringhold.engine.config.Setting;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.MaxmemoryPolicy;
import io.ringhold.engine.config.option.MaxmemoryPolicy.Order;
import io.ringhold.engine.keyspace.AccessTracker;

/**
 * Applies settings to the engine, at start and whenever CONFIG SET changes them: the password, the memory limit, what access bits
 * mean. Settings that are read where they are used (hz, timeout, client-output-buffer-limit) need nothing here. Engine thread.
 */
public final class EngineSettings {
    private final Engine engine;
    private final Settings settings;

    private EngineSettings(final Engine engine) {
        this.engine = engine;
        this.settings = engine.settings();
    }

    /** Applies the settings as they are and from now on every change; to be called once, before the engine runs. */
    public static void follow(final Engine engine) {
        final EngineSettings applied = new EngineSettings(engine);
        engine.settings().loading(engine::isLoading);
        applied.applyPassword();
        applied.applyMemory();
        applied.applyEviction();
        applied.applyTypes();
        applied.applyNotifications();
        applied.applyHotKeys();
        engine.settings().requirepass.onChange(applied::applyPassword);
        engine.settings().notifyKeyspaceEvents.onChange(applied::applyNotifications);
        engine.settings().hotkeysSampleRatio.onChange(applied::applyHotKeys);
        engine.settings().maxmemory.onChange(applied::applyChangedMemory);
        for (final Setting<?> setting : List.of(applied.settings.maxmemoryPolicy, applied.settings.maxmemorySamples,
                applied.settings.maxmemoryEvictionTenacity, applied.settings.lfuLogFactor,
                applied.settings.lfuDecayTime)) {
            setting.onChange(applied::applyEviction);
        }
        for (final Setting<?> setting : List.of(applied.settings.listMaxListpackSize,
                applied.settings.listCompressDepth,
                applied.settings.setMaxIntsetEntries, applied.settings.setMaxListpackEntries,
                applied.settings.setMaxListpackValue, applied.settings.hashMaxListpackEntries,
                applied.settings.hashMaxListpackValue, applied.settings.zsetMaxListpackEntries,
                applied.settings.zsetMaxListpackValue, applied.settings.streamNodeMaxBytes,
                applied.settings.streamNodeMaxEntries)) {
            setting.onChange(applied::applyTypes);
        }
    }

    private String applyPassword() {
        engine.passwordRequired(!settings.requirepass.value().isEmpty());
        return null;
    }

    private void applyMemory() {
        engine.eviction().limit(settings.maxmemory.value());
    }

    private String applyChangedMemory() {
        applyMemory();
        final long limit = settings.maxmemory.value();
        if (limit != 0 && limit < engine.usedMemory()) {
            engine.control().log('#', "WARNING: the new maxmemory value set via CONFIG SET (" + limit
                    + ") is smaller than the current memory usage (" + engine.usedMemory()
                    + "). This will result in key eviction and/or the inability to accept new write commands depending on the"
                    + " maxmemory-policy.");
        }
        return null;
    }

    private String applyNotifications() {
        engine.notifications().publish(settings.notifyKeyspaceEvents.value());
        return null;
    }

    private String applyHotKeys() {
        engine.hotKeys().standingRatio(settings.hotkeysSampleRatio.intValue());
        return null;
    }

    private String applyEviction() {
        final MaxmemoryPolicy policy = settings.maxmemoryPolicy.value();
        final AccessTracker access = engine.keyspace().access();
        access.useLfu(policy.order() == Order.FREQUENCY);
        access.readsCount(policy.order() != Order.CHANGE);
        access.logFactor(settings.lfuLogFactor.intValue());
        access.decayMinutes(settings.lfuDecayTime.intValue());
        engine.eviction().policy(policy);
        engine.eviction().samples(settings.maxmemorySamples.intValue());
        engine.eviction().tenacity(settings.maxmemoryEvictionTenacity.intValue());
        return null;
    }

    private String applyTypes() {
        engine.keyspace().lists().limit((int) settings.listMaxListpackSize.value());
        engine.keyspace().lists().compressDepth((int) settings.listCompressDepth.value());
        engine.keyspace().sets().limits(settings.setMaxIntsetEntries.value(), settings.setMaxListpackEntries.value(),
                settings.setMaxListpackValue.value());
        engine.keyspace().hashes().limits(settings.hashMaxListpackEntries.value(),
                settings.hashMaxListpackValue.value());
        engine.keyspace().sortedSets().limits(settings.zsetMaxListpackEntries.value(),
                settings.zsetMaxListpackValue.value());
        engine.keyspace().streams().limits(settings.streamNodeMaxBytes.value(), settings.streamNodeMaxEntries.value());
        return null;
    }
}
