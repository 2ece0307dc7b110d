package io.ringhold.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings in the order of the table, found by name or alias. Filled once, then read only. */
final class SettingTable {
    private final List<Setting<?>> settings = new ArrayList<>();
    private final Map<String, Setting<?>> byName = new HashMap<>();

    BooleanSetting bool(final Definition definition, final boolean defaultValue) {
        return add(new BooleanSetting(definition, defaultValue));
    }

    NumberSetting integer(
            final Definition definition, final long defaultValue, final long min, final long max) {
        return add(new NumberSetting(definition, NumberSetting.Unit.INTEGER, defaultValue, min, max));
    }

    /** Bytes, up to all that a long can count. */
    NumberSetting memory(final Definition definition, final long defaultValue, final long min) {
        return add(new NumberSetting(definition, NumberSetting.Unit.MEMORY, defaultValue, min, Long.MAX_VALUE));
    }

    NumberSetting number(
            final Definition definition, final NumberSetting.Unit unit, final long defaultValue, final long max) {
        return add(new NumberSetting(definition, unit, defaultValue, 0, max));
    }

    <E extends Enum<E>> EnumSetting<E> choice(final Definition definition, final E defaultValue) {
        return add(new EnumSetting<>(definition, defaultValue,
                List.of(defaultValue.getDeclaringClass().getEnumConstants())));
    }

    EnumSetting<String> words(final Definition definition, final String defaultValue, final String... choices) {
        return add(new EnumSetting<>(definition, defaultValue, Arrays.asList(choices)));
    }

    TextSetting text(final Definition definition, final String defaultValue) {
        return add(new TextSetting(definition, defaultValue));
    }

    <T> ValueSetting<T> value(
            final Definition definition, final ValueSetting.Form<T> form, final T defaultValue) {
        return add(new ValueSetting<>(definition, form, defaultValue));
    }

    private <S extends Setting<?>> S add(final S setting) {
        settings.add(setting);
        index(setting.name(), setting);
        setting.aliases().forEach(alias -> index(alias, setting));
        return setting;
    }

    private void index(final String name, final Setting<?> setting) {
        if (byName.put(name, setting) != null) {
            throw new IllegalStateException("two settings are called " + name);
        }
    }

    /** Finds a setting by its name or an alias in any case; null when there is none. */
    Setting<?> find(final String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    List<Setting<?>> all() {
        return settings;
    }
}
