package io.ringhold.engine.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;

/**
 * A setting that is one of several words.
 *
 * @param <E>
 *            what stands for the words: an enum, or a String when nothing uses the value yet
 */
public final class EnumSetting<E> extends Setting<E> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(EnumSetting.class, "value", Object.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<E> choices;
    private final E defaultValue;
    private E value;

    EnumSetting(final Definition definition, final E defaultValue, final List<E> choices) {
        super(definition);
        this.choices = choices;
        this.defaultValue = defaultValue;
        this.value = defaultValue;
    }

    /** The value, for the engine thread. */
    public E value() {
        return value;
    }

    /** The value, for other threads: they see a change soon. */
    @SuppressWarnings("unchecked") // The handle knows the erasure only.
    public E sharedValue() {
        return (E) VALUE.getAcquire(this);
    }

    @Override
    E parse(final List<String> arguments, final boolean start) throws InvalidValueException {
        final String text = beforeNul(onlyOne(arguments));
        for (final E choice : choices) {
            if (word(choice).equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw new InvalidValueException("argument(s) must be one of the following: " + words());
    }

    /** The word for an enum's constant. */
    static String word(final Object choice) {
        return choice instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : choice.toString();
    }

    private String words() {
        return String.join(", ", choices.stream().map(EnumSetting::word).toList());
    }

    @Override
    E current() {
        return value;
    }

    @Override
    E defaultValue() {
        return defaultValue;
    }

    @Override
    void store(final E newValue) {
        VALUE.setRelease(this, newValue);
    }

    @Override
    String format(final E shown) {
        return word(shown);
    }

    @Override
    boolean takesSeveral() {
        return false;
    }

    @Override
    String describe() {
        return "one of " + words();
    }
}
