package io.ringhold.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One setting: its place in the table, its value, and who is told when it changes.
 *
 * <p>
 * {@code value()} of the subclasses is a plain read for the engine thread, which owns all values once the server runs;
 * other threads use {@code sharedValue()}. Both see a new value before the listeners are called.
 *
 * @param <T>
 *            the value's type on the cold path
 */
public abstract sealed class Setting<T> permits BooleanSetting, NumberSetting, EnumSetting, TextSetting, ValueSetting {

    /** Applies a new value where it matters. */
    @FunctionalInterface
    public interface ChangeListener {
        /**
         * Called on the engine thread after the new value is stored.
         *
         * @return null when it is applied, or why it is not: the old value is then restored, and the listener called
         *         again to apply that
         */
        String apply();
    }

    private final Definition definition;
    private final List<ChangeListener> listeners = new ArrayList<>(1);
    private boolean given;

    Setting(final Definition definition) {
        this.definition = definition;
    }

    /** Adds who is told of changes by CONFIG SET. Engine thread, or before the server runs. */
    public final void onChange(final ChangeListener listener) {
        listeners.add(listener);
    }

    public final String name() {
        return definition.name();
    }

    /** Other names of the same setting. */
    public final List<String> aliases() {
        return definition.aliases();
    }

    public final SettingGroup group() {
        return definition.group();
    }

    public final Effect effect() {
        return definition.effect();
    }

    /** Whether CONFIG SET must refuse. */
    public final boolean isImmutable() {
        return definition.immutable();
    }

    /** Whether CONFIG SET needs the leave of enable-protected-configs. */
    public final boolean isProtected() {
        return definition.isProtected();
    }

    /** Whether CONFIG GET shows the setting only when asked for its very name. */
    public final boolean isHidden() {
        return definition.hidden();
    }

    /** Whether the value must not be logged. */
    public final boolean isSensitive() {
        return definition.sensitive();
    }

    /** Whether CONFIG SET must refuse while the data of an earlier run are loaded. */
    final boolean isDeniedWhileLoading() {
        return definition.deniedWhileLoading();
    }

    /** The value as CONFIG GET shows it. Engine thread. */
    public final String format() {
        return format(current());
    }

    /** Whether the value is what it is when nothing is configured. */
    public final boolean isDefault() {
        return current().equals(defaultValue());
    }

    /** Whether a file or a command line has named the setting. */
    public final boolean isGiven() {
        return given;
    }

    /** Type and range in words, for the documentation. */
    abstract String describe();

    /** The default in the form that people write, for the documentation. */
    String describeDefault() {
        return format(defaultValue());
    }

    /** Whether several arguments may follow the name. */
    abstract boolean takesSeveral();

    /** Reads a value; {@code start} is true for a file or a command line, false for CONFIG SET. */
    abstract T parse(List<String> arguments, boolean start) throws InvalidValueException;

    abstract T current();

    abstract T defaultValue();

    abstract void store(T value);

    abstract String format(T value);

    /** The lines that CONFIG REWRITE writes; none when absence says the same. */
    List<String> rewrite() {
        return List.of(name() + " " + format());
    }

    final List<ChangeListener> listeners() {
        return listeners;
    }

    /** Sets the value from a file or a command line. */
    final void start(final List<String> arguments) throws InvalidValueException {
        store(parse(arguments, true));
        given = true;
    }

    /** Reads a value for CONFIG SET and remembers the one before. */
    final Change<T> change(final List<String> arguments) throws InvalidValueException {
        return new Change<>(this, current(), parse(arguments, false));
    }

    /** A new value that is not stored yet. */
    record Change<T>(Setting<T> setting, T before, T after) {
        boolean changes() {
            return !before.equals(after);
        }

        void apply() {
            setting.store(after);
        }

        void undo() {
            setting.store(before);
        }
    }

    static String onlyOne(final List<String> arguments) throws InvalidValueException {
        if (arguments.size() != 1) {
            throw new InvalidValueException("wrong number of arguments");
        }
        return arguments.getFirst();
    }

    /** What Redis sees of a value that it takes for a string of C. */
    static String beforeNul(final String text) {
        final int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
