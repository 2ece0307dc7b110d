package io.ringhold.engine.commands.server;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.spec.AclCategory;
import io.ringhold.engine.command.spec.CommandFlag;
import io.ringhold.engine.command.spec.CommandSpec;
import io.ringhold.engine.command.spec.KeySpec;
import io.ringhold.engine.resp.ReplyWriter;

/** Writes what COMMAND INFO tells of a command: the ten fields, key specifications and subcommands included. Engine thread. */
final class CommandDetails {
    private static final int FIELDS = 10;

    private final ReplyWriter reply;

    CommandDetails(final ReplyWriter reply) {
        this.reply = reply;
    }

    void write(final Command command) {
        final CommandSpec spec = command.spec();
        final CommandSpec.KeyRange range = spec.keyRange();
        reply.array(FIELDS);
        reply.bulk(spec.fullName());
        reply.integer(spec.arity());
        names(spec.flags().stream().filter(CommandFlag::isShown).map(CommandFlag::redisName).toList());
        reply.integer(range.first());
        reply.integer(range.last());
        reply.integer(range.step());
        names(spec.aclCategories().stream().map(category -> "@" + aclName(category)).toList());
        reply.set(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(spec.keys().size());
        spec.keys().forEach(this::keySpec);
        if (command.subcommands() == null) {
            reply.set(0);
        } else {
            // no set, unlike none of them: as in Redis
            final Collection<Command> subcommands = command.subcommands().commands();
            reply.array(subcommands.size());
            subcommands.forEach(this::write);
        }
    }

    /** A set of simple strings, as flags are shown. */
    void names(final Collection<String> names) {
        reply.set(names.size());
        names.forEach(reply::simple);
    }

    private static String aclName(final AclCategory category) {
        return category.redisName().toLowerCase(Locale.ROOT);
    }

    private void keySpec(final KeySpec spec) {
        final boolean hasNotes = spec.notes() != null;
        reply.map(hasNotes ? 4 : 3);
        if (hasNotes) {
            reply.bulk("notes");
            reply.bulk(spec.notes());
        }
        reply.bulk("flags");
        names(flagNames(spec.flags()));
        reply.bulk("begin_search");
        switch (spec.begin()) {
            case KeySpec.Index(final int position) -> {
                type("index", 1);
                number("index", position);
            }
            case KeySpec.Keyword(final String keyword, final int from) -> {
                type("keyword", 2);
                reply.bulk("keyword");
                reply.bulk(keyword);
                number("startfrom", from);
            }
            case KeySpec.UnknownBegin() -> type("unknown", 0);
        }
        reply.bulk("find_keys");
        switch (spec.find()) {
            case KeySpec.Range(final int lastKey, final int step, final int limit) -> {
                type("range", 3);
                number("lastkey", lastKey);
                number("keystep", step);
                number("limit", limit);
            }
            case KeySpec.Counted(final int countIndex, final int first, final int step) -> {
                type("keynum", 3);
                number("keynumidx", countIndex);
                number("firstkey", first);
                number("keystep", step);
            }
            case KeySpec.UnknownFind() -> type("unknown", 0);
        }
    }

    static List<String> flagNames(final Collection<KeySpec.Flag> flags) {
        return flags.stream().map(KeySpec.Flag::redisName).toList();
    }

    private void type(final String name, final int fields) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(name);
        reply.bulk("spec");
        reply.map(fields);
    }

    private void number(final String name, final int value) {
        reply.bulk(name);
        reply.integer(value);
    }
}
