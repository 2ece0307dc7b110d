package io.ringhold.engine.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

import io.ringhold.engine.util.Words;

/**
 * A setting with a value of its own form, written as several words.
 *
 * @param <T>
 *            an immutable type
 */
public final class ValueSetting<T> extends Setting<T> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(ValueSetting.class, "value", Object.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How words become a value and a value words. */
    interface Form<T> {
        /**
         * Reads a value.
         *
         * @param words
         *            what follows the name
         * @param before
         *            the value until now
         * @param adds
         *            whether an earlier line of the configuration has given the value until now
         */
        T parse(List<String> words, T before, boolean adds) throws InvalidValueException;

        String format(T value);

        /** What CONFIG REWRITE writes behind the name, a text for each line. */
        default List<String> rewrite(final T value) {
            return List.of(format(value));
        }

        String describe();
    }

    private final Form<T> form;
    private final T defaultValue;
    private T value;

    ValueSetting(final Definition definition, final Form<T> form, final T defaultValue) {
        super(definition);
        this.form = form;
        this.defaultValue = defaultValue;
        this.value = defaultValue;
    }

    /** The value, for the engine thread. */
    public T value() {
        return value;
    }

    /** The value, for other threads: they see a change soon. */
    @SuppressWarnings("unchecked") // The handle knows the erasure only.
    public T sharedValue() {
        return (T) VALUE.getAcquire(this);
    }

    @Override
    T parse(final List<String> arguments, final boolean start) throws InvalidValueException {
        final List<String> words = arguments.size() == 1 ? Words.splitAtSpaces(arguments.getFirst()) : arguments;
        return form.parse(words, value, start && isGiven());
    }

    @Override
    T current() {
        return value;
    }

    @Override
    T defaultValue() {
        return defaultValue;
    }

    @Override
    void store(final T newValue) {
        VALUE.setRelease(this, newValue);
    }

    @Override
    String format(final T shown) {
        return form.format(shown);
    }

    @Override
    List<String> rewrite() {
        return form.rewrite(value).stream().map(words -> name() + " " + words).toList();
    }

    @Override
    boolean takesSeveral() {
        return true;
    }

    @Override
    String describe() {
        return form.describe();
    }
}
