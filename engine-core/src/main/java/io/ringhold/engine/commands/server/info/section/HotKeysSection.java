package io.ringhold.engine.commands.server.info.section;

import java.util.List;

import io.ringhold.engine.hotkeys.HotKeySession;
import io.ringhold.engine.hotkeys.HotKeys;
import io.ringhold.engine.hotkeys.StandingSample;
import io.ringhold.engine.util.FixedPoint;
import io.ringhold.engine.util.Words;

/** The keys that are used most, from the standing sample, and whether HOTKEYS tracks. Names are quoted as redis-cli quotes them. */
final class HotKeysSection implements InfoSection {
    private static final int KEYS = 10;

    @Override
    public String title() {
        return "Hotkeys";
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final HotKeys hotKeys = context.engine().hotKeys();
        final HotKeySession session = hotKeys.session();
        final StandingSample sample = hotKeys.standing();
        final long nowMs = context.nowMs();
        text.flag("hotkeys_tracking_active", session != null && session.isActive());
        text.field("hotkeys_sample_ratio", sample.ratio());
        write(text, "hotkeys_read_", sample.byReads(KEYS, nowMs));
        write(text, "hotkeys_written_", sample.byWrites(KEYS, nowMs));
        write(text, "hotkeys_bytes_", sample.byBytes(KEYS, nowMs));
    }

    private static void write(final InfoFields text, final String field, final List<StandingSample.HotKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            final StandingSample.HotKey key = keys.get(i);
            final StringBuilder values = new StringBuilder("per_sec=");
            FixedPoint.append(values, key.perSecond(), 2).append(",percent=");
            FixedPoint.append(values, key.percent(), 2).append(",key=").append(Words.quote(key.name()));
            text.field(field + i, values.toString());
        }
    }
}
