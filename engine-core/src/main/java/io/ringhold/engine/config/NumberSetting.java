package io.ringhold.engine.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** A setting that is a number: a plain integer, an octal number, bytes of memory, or bytes or a percentage. */
public final class NumberSetting extends Setting<Long> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(NumberSetting.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How the number is written. */
    enum Unit {
        INTEGER, OCTAL, MEMORY, MEMORY_OR_PERCENT
    }

    private final Unit unit;
    private final long defaultValue;
    private final long min;
    private final long max;
    private LongUnaryOperator adjustment = LongUnaryOperator.identity();
    private LongPredicate test = candidate -> true;
    private String refusal = "";
    private long value;

    NumberSetting(
            final Definition definition, final Unit unit, final long defaultValue, final long min, final long max) {
        super(definition);
        this.unit = unit;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
        this.value = defaultValue;
    }

    /** Moves values inside of the range to what can be used, silently. */
    NumberSetting adjusted(final LongUnaryOperator operator) {
        adjustment = operator;
        return this;
    }

    /** Refuses values inside of the range. */
    NumberSetting only(final LongPredicate predicate, final String message) {
        test = predicate;
        refusal = message;
        return this;
    }

    /** The value, for the engine thread. A percentage is its negative: -5 is 5%. */
    public long value() {
        return value;
    }

    /** {@link #value()} for other threads: they see a change soon. */
    public long sharedValue() {
        return (long) VALUE.getOpaque(this);
    }

    /** {@link #value()} where the range fits an int. */
    public int intValue() {
        return Math.toIntExact(value);
    }

    @Override
    Long parse(final List<String> arguments, final boolean start) throws InvalidValueException {
        final String text = onlyOne(arguments);
        if (unit == Unit.MEMORY_OR_PERCENT && text.endsWith("%")) {
            return parsePercent(text);
        }
        final long parsed = switch (unit) {
            case INTEGER -> Numbers.parseInteger(text);
            case OCTAL -> Numbers.parseOctal(text);
            case MEMORY -> parseMemory(text, "argument must be a memory value");
            case MEMORY_OR_PERCENT -> parseMemory(text, "argument must be a memory or percent value");
        };
        if (parsed < min || parsed > max) {
            throw outOfRange();
        }
        if (!test.test(parsed)) {
            throw new InvalidValueException(refusal);
        }
        return adjustment.applyAsLong(parsed);
    }

    private static long parsePercent(final String text) throws InvalidValueException {
        final long percent;
        try {
            percent = Numbers.parseInteger(text.substring(0, text.length() - 1));
        } catch (final InvalidValueException _) {
            throw new InvalidValueException("argument must be a memory or percent value");
        }
        if (percent < 0) {
            throw new InvalidValueException("argument must be a memory or percent value");
        }
        if (percent > 100) {
            throw new InvalidValueException("percentage argument must be less or equal to 100");
        }
        return -percent;
    }

    private long parseMemory(final String text, final String message) throws InvalidValueException {
        final long bytes = Numbers.parseMemory(beforeNul(text));
        if (bytes == Numbers.NOT_MEMORY) {
            throw new InvalidValueException(message);
        }
        if (bytes == Numbers.TOO_MUCH) {
            throw outOfRange();
        }
        return bytes;
    }

    private InvalidValueException outOfRange() {
        return new InvalidValueException(unit == Unit.OCTAL
                ? "argument must be between " + Long.toOctalString(min) + " and " + Long.toOctalString(max)
                        + " inclusive"
                : "argument must be between " + min + " and " + max + " inclusive");
    }

    @Override
    Long current() {
        return value;
    }

    @Override
    Long defaultValue() {
        return defaultValue;
    }

    @Override
    void store(final Long newValue) {
        VALUE.setOpaque(this, newValue.longValue());
    }

    @Override
    String format(final Long shown) {
        if (unit == Unit.OCTAL) {
            return Long.toOctalString(shown);
        }
        return unit == Unit.MEMORY_OR_PERCENT && shown < 0 ? -shown + "%" : Long.toString(shown);
    }

    @Override
    List<String> rewrite() {
        return List.of(name() + " " + written(value));
    }

    @Override
    String describeDefault() {
        return written(defaultValue);
    }

    private String written(final long number) {
        final boolean memory = unit == Unit.MEMORY || unit == Unit.MEMORY_OR_PERCENT;
        return memory && number >= 0 ? Numbers.formatMemory(number) : format(number);
    }

    @Override
    boolean takesSeveral() {
        return false;
    }

    @Override
    String describe() {
        final String range = min == Long.MIN_VALUE && max == Long.MAX_VALUE
                ? ""
                : " " + written(min) + " to " + (max == Long.MAX_VALUE ? "2^63-1" : written(max));
        return switch (unit) {
            case INTEGER -> "integer" + range;
            case OCTAL -> "octal" + range;
            case MEMORY -> "memory" + range;
            case MEMORY_OR_PERCENT -> "memory, or 0% to 100%";
        };
    }
}
