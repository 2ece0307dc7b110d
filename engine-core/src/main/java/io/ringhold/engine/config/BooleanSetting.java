package io.ringhold.engine.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** A setting that is {@code yes} or {@code no}. */
public final class BooleanSetting extends Setting<Boolean> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(BooleanSetting.class, "value", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean defaultValue;
    private boolean value;

    BooleanSetting(final Definition definition, final boolean defaultValue) {
        super(definition);
        this.defaultValue = defaultValue;
        this.value = defaultValue;
    }

    /** The value, for the engine thread. */
    public boolean value() {
        return value;
    }

    /** The value, for other threads: they see a change soon. */
    public boolean sharedValue() {
        return (boolean) VALUE.getOpaque(this);
    }

    @Override
    Boolean parse(final List<String> arguments, final boolean start) throws InvalidValueException {
        final String text = beforeNul(onlyOne(arguments));
        if (text.equalsIgnoreCase("yes")) {
            return Boolean.TRUE;
        }
        if (text.equalsIgnoreCase("no")) {
            return Boolean.FALSE;
        }
        throw new InvalidValueException("argument must be 'yes' or 'no'");
    }

    @Override
    Boolean current() {
        return value;
    }

    @Override
    Boolean defaultValue() {
        return defaultValue;
    }

    @Override
    void store(final Boolean newValue) {
        VALUE.setOpaque(this, newValue.booleanValue());
    }

    @Override
    String format(final Boolean shown) {
        return shown ? "yes" : "no";
    }

    @Override
    boolean takesSeveral() {
        return false;
    }

    @Override
    String describe() {
        return "yes or no";
    }
}
