package io.ringhold.engine.command;

import java.util.List;

import io.ringhold.engine.command.spec.KeyFinder;
import io.ringhold.engine.command.spec.KeySpec;
import io.ringhold.engine.command.spec.KeySpec.Flag;

/**
 * Visits the keys among the arguments of the command at hand, by its key specifications, as
 * {@link KeyFinder} finds them, but without allocating. Engine thread.
 */
public final class KeyArguments {
    /** Takes the specification and the position of a key, the command's name being at 0. */
    @FunctionalInterface
    public interface Visitor {
        void key(CommandContext context, KeySpec spec, int position);
    }

    private KeyArguments() {}

    /** Visits the keys; arguments that contradict a specification give none. */
    public static void visit(final CommandContext context, final Visitor visitor) {
        final List<KeySpec> specs = context.command().spec().keys();
        for (int i = 0; i < specs.size(); i++) {
            final KeySpec spec = specs.get(i);
            final int begin = spec.has(Flag.NOT_KEY) ? 0 : begin(context, spec.begin());
            if (begin > 0) {
                visit(context, spec, begin, visitor);
            }
        }
    }

    /** Where the search starts, 0 for nowhere. */
    private static int begin(final CommandContext context, final KeySpec.Begin begin) {
        return switch (begin) {
            case KeySpec.Index(final int position) -> position;
            case KeySpec.Keyword(final String keyword, final int from) -> {
                final int count = context.argumentCount();
                final int step = from < 0 ? -1 : 1;
                int index = from < 0 ? count + from : from;
                while (index > 0 && index < count && !context.is(index, keyword)) {
                    index += step;
                }
                yield index > 0 && index < count - 1 ? index + 1 : 0;
            }
            case KeySpec.UnknownBegin() -> 0;
        };
    }

    private static void visit(final CommandContext context, final KeySpec spec, final int begin,
            final Visitor visitor) {
        switch (spec.find()) {
            case KeySpec.Range(final int lastKey, final int step, final int limit) -> {
                final int last = lastKey >= 0
                        ? begin + lastKey
                        : begin + (context.argumentCount() - begin) / Math.max(1, limit) + lastKey;
                visit(context, spec, begin, last, step, visitor);
            }
            case KeySpec.Counted(final int countIndex, final int first, final int step) -> {
                final int at = begin + countIndex;
                if (at < context.argumentCount() && context.isInteger(at)) {
                    final long keys = context.integer();
                    if (keys > 0 && keys <= context.argumentCount()) {
                        visit(context, spec, begin + first, begin + first + (keys - 1) * step, step, visitor);
                    }
                }
            }
            case KeySpec.UnknownFind() -> {
                // nobody can tell
            }
        }
    }

    private static void visit(final CommandContext context, final KeySpec spec, final int first, final long last,
            final int step, final Visitor visitor) {
        if (last < context.argumentCount()) {
            for (int position = first; position <= last; position += step) {
                visitor.key(context, spec, position);
            }
        }
    }
}
