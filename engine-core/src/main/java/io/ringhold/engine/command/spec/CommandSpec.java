package io.ringhold.engine.command.spec;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is fixed about a command, read from {@code commands/*.json}. Immutable; any thread. Sets iterate in COMMAND INFO's
 * order.
 *
 * @param name
 *            in upper case; of a subcommand without its container's.
 * @param container
 *            the container of a subcommand in upper case, else null.
 * @param group
 *            the group that COMMAND DOCS names.
 * @param since
 *            the Redis version that brought the command.
 * @param arity
 *            count of arguments, all names included; negative: the least count.
 * @param flags
 *            unmodifiable.
 * @param aclCategories
 *            unmodifiable.
 * @param tips
 *            as COMMAND INFO shows them.
 * @param keys
 *            where keys stand.
 */
public record CommandSpec(String name, String container, CommandGroup group, String since, int arity,
        Set<CommandFlag> flags, Set<AclCategory> aclCategories, List<String> tips, List<KeySpec> keys) {

    /** First key, last key and step as COMMAND INFO shows them; the last counts from the end when negative. */
    public record KeyRange(int first, int last, int step) {
        static final KeyRange NONE = new KeyRange(0, 0, 0);
    }

    /** The name in lower case, of a subcommand after its container's: {@code get}, {@code client|id}. */
    public String fullName() {
        final String full = container == null ? name : container + '|' + name;
        return full.toLowerCase(Locale.ROOT);
    }

    public boolean has(final CommandFlag flag) {
        return flags.contains(flag);
    }

    public boolean has(final AclCategory category) {
        return aclCategories.contains(category);
    }

    /**
     * The one range of keys that COMMAND INFO shows for clients that know no key specifications: the first specification with
     * an index and a range, and those with a step of 1 that go on where the one before ended. All 0 when there is none.
     */
    public KeyRange keyRange() {
        KeyRange range = KeyRange.NONE;
        for (final KeySpec spec : keys) {
            if (spec.begin() instanceof KeySpec.Index(final int first)
                    && spec.find() instanceof KeySpec.Range(final int lastKey, final int step, _)) {
                final int last = lastKey < 0 ? lastKey : first + lastKey;
                if (range.first() == 0) {
                    range = new KeyRange(first, last, step);
                } else if (range.step() == 1 && step == 1 && first == range.last() + 1) {
                    range = new KeyRange(range.first(), last, 1);
                }
            }
        }
        return range;
    }

    /** True when there may be keys among the arguments, and not only what is routed as one. */
    public boolean hasKeys() {
        return keys.stream().anyMatch(spec -> !spec.has(KeySpec.Flag.NOT_KEY));
    }

    /** Position of the first key when it is the same for all calls, else 0. */
    public int firstKey() {
        return keyRange().first();
    }

    /** Reads the command's documentation from its file, anew with each call. */
    public CommandDocs docs() {
        return CommandSpecLoader.loadDocs(resourceBaseName());
    }

    /** The name of the specification's file, without its ending: {@code get}, {@code client-id}. */
    String resourceBaseName() {
        return fullName().replace('|', '-');
    }
}
