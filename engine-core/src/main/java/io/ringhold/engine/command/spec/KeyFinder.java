package io.ringhold.engine.command.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ringhold.engine.command.spec.KeySpec.Flag;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Finds the keys among a command's arguments by its key specifications, for COMMAND GETKEYS and GETKEYSANDFLAGS. Any thread.
 * The caller has checked the count of arguments.
 */
public final class KeyFinder {

    /**
     * A key among the arguments.
     *
     * @param position
     *            the command's name being 0.
     * @param flags
     *            what this call does with the key; unmodifiable, iterates in the order that GETKEYSANDFLAGS shows.
     */
    public record Key(int position, Set<Flag> flags) {}

    private static final int KEY_OF_MIGRATE = 3;
    private static final int FIRST_OPTION_OF_MIGRATE = 6;

    private KeyFinder() {}

    /**
     * The keys, in the order of the specifications. Arguments that contradict a specification, such as a count of keys that is
     * no number or beyond the arguments, give no keys at all.
     */
    public static List<Key> find(final CommandSpec command, final Argv argv) {
        final List<Key> keys = new ArrayList<>();
        if (command.fullName().equals("migrate")) {
            addKeysOfMigrate(command, argv, keys);
            return keys;
        }
        for (final KeySpec spec : command.keys()) {
            if (spec.has(Flag.NOT_KEY)) {
                continue;
            }
            final int begin = beginOf(spec.begin(), argv);
            if (begin > 0 && !addKeys(spec, flagsOf(command, spec, argv), begin, argv, keys)) {
                return List.of();
            }
        }
        return keys;
    }

    /** A password may be the word that keys follow, so the options are to be gone through; with it there must be no other key. */
    private static void addKeysOfMigrate(final CommandSpec command, final Argv argv, final List<Key> keys) {
        final Set<Flag> flags = command.keys().getFirst().flags();
        int option = FIRST_OPTION_OF_MIGRATE;
        while (option < argv.count() && !is(argv, option, "KEYS")) {
            option += is(argv, option, "AUTH") ? 2 : is(argv, option, "AUTH2") ? 3 : 1;
        }
        if (option >= argv.count() - 1) {
            keys.add(new Key(KEY_OF_MIGRATE, flags));
        } else if (argv.get(KEY_OF_MIGRATE).length == 0) {
            add(flags, option + 1, argv.count() - 1L, 1, argv, keys);
        }
    }

    /** Where the search starts, 0 for nowhere. */
    private static int beginOf(final KeySpec.Begin begin, final Argv argv) {
        return switch (begin) {
            case KeySpec.Index(final int position) -> position;
            case KeySpec.Keyword(final String keyword, final int from) -> {
                final int step = from < 0 ? -1 : 1;
                int index = from < 0 ? argv.count() + from : from;
                while (index > 0 && index < argv.count() && !is(argv, index, keyword)) {
                    index += step;
                }
                yield index > 0 && index < argv.count() - 1 ? index + 1 : 0;
            }
            case KeySpec.UnknownBegin() -> 0;
        };
    }

    private static boolean addKeys(final KeySpec spec, final Set<Flag> flags, final int begin, final Argv argv,
            final List<Key> keys) {
        return switch (spec.find()) {
            case KeySpec.Range(final int lastKey, final int step, final int limit) -> {
                final int divisor = Math.max(1, limit);
                final int last = lastKey >= 0
                        ? begin + lastKey
                        : begin + (argv.count() - begin) / divisor + lastKey;
                yield begin <= last && add(flags, begin, last, step, argv, keys);
            }
            case KeySpec.Counted(final int countIndex, final int first, final int step) -> {
                final long count = countAt(begin + countIndex, argv);
                final int firstKey = begin + first;
                yield count == 0 || (count > 0 && count <= argv.count()
                        && add(flags, firstKey, firstKey + (count - 1) * step, step, argv, keys));
            }
            case KeySpec.UnknownFind() -> true;
        };
    }

    private static boolean add(final Set<Flag> flags, final int first, final long last, final int step,
            final Argv argv, final List<Key> keys) {
        if (last >= argv.count()) {
            return false;
        }
        for (int position = first; position <= last; position += step) {
            keys.add(new Key(position, flags));
        }
        return true;
    }

    /** The count of keys that an argument holds, -1 when it holds none. */
    private static long countAt(final int index, final Argv argv) {
        if (index >= argv.count()) {
            return -1;
        }
        try {
            return Long.parseLong(new String(argv.get(index), ISO_8859_1));
        } catch (final NumberFormatException _) {
            return -1;
        }
    }

    private static Set<Flag> flagsOf(final CommandSpec command, final KeySpec spec, final Argv argv) {
        if (!spec.has(Flag.VARIABLE_FLAGS)) {
            return spec.flags();
        }
        return switch (command.fullName()) {
            case "set" -> flagsOfSet(argv);
            case "delex" -> argv.count() > 2 ? flags(Flag.RW, Flag.DELETE) : flags(Flag.RM, Flag.DELETE);
            case "bitfield" -> isBitfieldReading(argv)
                    ? flags(Flag.RO, Flag.ACCESS)
                    : flags(Flag.RW, Flag.ACCESS, Flag.UPDATE);
            default -> spec.flags();
        };
    }

    /** SET overwrites unseen, unless it compares with the old value or gives it back. */
    private static Set<Flag> flagsOfSet(final Argv argv) {
        Set<Flag> flags = flags(Flag.OW, Flag.UPDATE);
        for (int i = 3; i < argv.count(); i++) {
            if (is(argv, i, "GET")) {
                return flags(Flag.RW, Flag.ACCESS, Flag.UPDATE);
            }
            if (is(argv, i, "IFEQ") || is(argv, i, "IFNE") || is(argv, i, "IFDEQ") || is(argv, i, "IFDNE")) {
                flags = flags(Flag.RW, Flag.UPDATE);
                i++;
            }
        }
        return flags;
    }

    /** True when every operation is a GET. OVERFLOW is none and has one argument, GET has two. */
    private static boolean isBitfieldReading(final Argv argv) {
        int index = 2;
        while (index < argv.count()) {
            if (is(argv, index, "GET")) {
                index += 3;
            } else if (is(argv, index, "OVERFLOW")) {
                index += 2;
            } else {
                return false;
            }
        }
        return true;
    }

    private static Set<Flag> flags(final Flag first, final Flag... others) {
        return Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    private static boolean is(final Argv argv, final int index, final String word) {
        final byte[] argument = argv.get(index);
        return argument.length == word.length() && new String(argument, ISO_8859_1).equalsIgnoreCase(word);
    }
}
