package io.ringhold.engine.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.ringhold.engine.config.Setting.Change;
import io.ringhold.engine.config.Setting.ChangeListener;
import io.ringhold.engine.config.option.CommandAccess;

/** One CONFIG SET: checks all names, stores all values, tells the listeners, and takes all back when one refuses. */
final class ConfigSet {
    private static final String LOADING = "LOADING Redis is loading the dataset in memory";

    private final Settings settings;
    private final List<Change<?>> changes = new ArrayList<>();

    ConfigSet(final Settings settings) {
        this.settings = settings;
    }

    /** Returns null or the text of the error. */
    String apply(final List<String> namesAndValues, final boolean local) {
        if (namesAndValues.size() % 2 != 0) {
            return "ERR syntax error";
        }
        String error = check(namesAndValues, local);
        if (error == null) {
            error = store(namesAndValues);
        }
        return error == null ? tell() : error;
    }

    private String check(final List<String> namesAndValues, final boolean local) {
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            final String name = namesAndValues.get(i);
            final Setting<?> setting = settings.find(name);
            if (setting == null) {
                return "ERR Unknown option or number of arguments for CONFIG SET - '" + shown(name) + "'";
            }
            if (setting.isImmutable()) {
                return failed(name, "can't set immutable config");
            }
            if (setting.isProtected() && !mayProtected(local)) {
                return failed(name, "can't set protected config");
            }
            if (setting.isDeniedWhileLoading() && settings.isLoading()) {
                return LOADING; // clients may try again, which they do not after others
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                return failed(name, "duplicate parameter");
            }
        }
        return null;
    }

    private boolean mayProtected(final boolean local) {
        final CommandAccess access = settings.enableProtectedConfigs.value();
        return access == CommandAccess.YES || (access == CommandAccess.LOCAL && local);
    }

    private String store(final List<String> namesAndValues) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            try {
                final Change<?> change = settings.find(namesAndValues.get(i))
                        .change(List.of(namesAndValues.get(i + 1)));
                change.apply();
                changes.add(change);
            } catch (final InvalidValueException e) {
                undo();
                return failed(namesAndValues.get(i).toLowerCase(Locale.ROOT), e.getMessage());
            }
        }
        return null;
    }

    private void undo() {
        changes.reversed().forEach(Change::undo);
    }

    /** Tells each listener once, even if several of its settings change. */
    private String tell() {
        final Map<ChangeListener, String> listeners = new LinkedHashMap<>();
        changes.stream().filter(Change::changes).map(Change::setting).forEach(
                setting -> setting.listeners().forEach(listener -> listeners.putIfAbsent(listener, setting.name())));
        final List<ChangeListener> told = new ArrayList<>();
        for (final Map.Entry<ChangeListener, String> entry : listeners.entrySet()) {
            told.add(entry.getKey());
            final String refusal = entry.getKey().apply();
            if (refusal != null) {
                undo();
                return failed(entry.getValue(), refusal + tellAgain(told));
            }
        }
        return null;
    }

    private static String tellAgain(final List<ChangeListener> told) {
        final StringBuilder trouble = new StringBuilder();
        for (final ChangeListener listener : told) {
            final String refusal = listener.apply();
            if (refusal != null) {
                trouble.append(" (the value before could not be applied again: ").append(refusal).append(')');
            }
        }
        return trouble.toString();
    }

    private static String failed(final String name, final String reason) {
        return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason;
    }

    /** As Redis shows it: up to the first NUL. */
    private static String shown(final String name) {
        final int end = name.indexOf(0);
        return end < 0 ? name : name.substring(0, end);
    }
}
