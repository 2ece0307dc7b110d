package io.ringhold.engine.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

import io.ringhold.engine.util.Words;

/** A setting that is a text of any bytes; each char is one byte. */
public final class TextSetting extends Setting<String> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(TextSetting.class, "value", String.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Checks a text and returns what is kept of it. */
    @FunctionalInterface
    interface Reader {
        String read(String text) throws InvalidValueException;
    }

    private final String defaultValue;
    private Reader reader = text -> text;
    private UnaryOperator<String> shownBy = UnaryOperator.identity();
    private boolean emptyIsAbsent;
    private boolean alwaysWritten;
    private String value;

    TextSetting(final Definition definition, final String defaultValue) {
        super(definition);
        this.defaultValue = defaultValue;
        this.value = defaultValue;
    }

    TextSetting readBy(final Reader check) {
        reader = check;
        return this;
    }

    /** What CONFIG GET and CONFIG REWRITE make of a value. */
    TextSetting shownBy(final UnaryOperator<String> form) {
        shownBy = form;
        return this;
    }

    /** CONFIG REWRITE leaves no line of an empty value. */
    TextSetting absentWhenEmpty() {
        emptyIsAbsent = true;
        return this;
    }

    /** CONFIG REWRITE writes the value even if it is the default, since that is not the same everywhere. */
    TextSetting alwaysWritten() {
        alwaysWritten = true;
        return this;
    }

    /** The value, one byte in each char, for the engine thread. */
    public String value() {
        return value;
    }

    /** {@link #value()} for other threads: they see a change soon. */
    public String sharedValue() {
        return (String) VALUE.getAcquire(this);
    }

    /** The value's bytes read as UTF-8, for names of files and what people read. */
    public String text() {
        return Words.toText(sharedValue());
    }

    /** The value's bytes, in an array of its own. */
    public byte[] bytes() {
        return sharedValue().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    String parse(final List<String> arguments, final boolean start) throws InvalidValueException {
        return reader.read(onlyOne(arguments));
    }

    @Override
    String current() {
        return value;
    }

    @Override
    String defaultValue() {
        return defaultValue;
    }

    @Override
    void store(final String newValue) {
        VALUE.setRelease(this, newValue);
    }

    @Override
    String format(final String shown) {
        return shownBy.apply(shown);
    }

    @Override
    List<String> rewrite() {
        return emptyIsAbsent && value.isEmpty() ? List.of() : List.of(name() + " " + Words.quote(format()));
    }

    @Override
    String describeDefault() {
        return alwaysWritten ? "where the server starts" : Words.quote(defaultValue);
    }

    @Override
    boolean takesSeveral() {
        return false;
    }

    @Override
    String describe() {
        return "text";
    }
}
