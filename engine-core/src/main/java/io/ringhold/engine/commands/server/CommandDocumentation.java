package io.ringhold.engine.commands.server;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.spec.ArgumentSpec;
import io.ringhold.engine.command.spec.CommandDocs;
import io.ringhold.engine.command.spec.CommandSpec;
import io.ringhold.engine.resp.ReplyWriter;

/** Writes what COMMAND DOCS tells of a command. Fields that a command lacks are left out. Engine thread. */
final class CommandDocumentation {
    private final ReplyWriter reply;

    CommandDocumentation(final ReplyWriter reply) {
        this.reply = reply;
    }

    /** Writes the name and the map of documentation. */
    void write(final Command command) {
        final CommandSpec spec = command.spec();
        final CommandDocs docs = spec.docs();
        final Fields fields = new Fields();
        fields.text("summary", docs.summary());
        fields.text("since", spec.since());
        fields.text("group", spec.group().redisName());
        fields.text("complexity", docs.complexity());
        if (!docs.flags().isEmpty()) {
            fields.add("doc_flags", () -> names(docs.flags()));
        }
        fields.text("deprecated_since", docs.deprecatedSince());
        fields.text("replaced_by", docs.replacedBy());
        if (!docs.history().isEmpty()) {
            fields.add("history", () -> history(docs.history()));
        }
        if (!docs.arguments().isEmpty()) {
            fields.add("arguments", () -> arguments(docs.arguments()));
        }
        if (command.subcommands() != null) {
            final List<Command> subcommands = command.subcommands().commands();
            fields.add("subcommands", () -> {
                reply.map(subcommands.size());
                subcommands.forEach(this::write);
            });
        }
        reply.bulk(spec.fullName());
        fields.write();
    }

    private void names(final List<String> names) {
        reply.set(names.size());
        names.forEach(reply::simple);
    }

    private void history(final List<CommandDocs.Change> history) {
        reply.set(history.size());
        for (final CommandDocs.Change change : history) {
            reply.array(2);
            reply.bulk(change.version());
            reply.bulk(change.text());
        }
    }

    private void arguments(final List<ArgumentSpec> arguments) {
        reply.array(arguments.size());
        arguments.forEach(this::argument);
    }

    private void argument(final ArgumentSpec argument) {
        final Fields fields = new Fields();
        fields.text("name", argument.name());
        fields.text("type", argument.type().redisName());
        fields.text("display_text", argument.displayText());
        if (argument.keySpecIndex() >= 0) {
            fields.add("key_spec_index", () -> reply.integer(argument.keySpecIndex()));
        }
        fields.text("token", argument.token());
        fields.text("since", argument.since());
        fields.text("deprecated_since", argument.deprecatedSince());
        if (!argument.flags().isEmpty()) {
            fields.add("flags", () -> names(argument.flags().stream().map(ArgumentSpec.Flag::redisName).toList()));
        }
        if (!argument.arguments().isEmpty()) {
            fields.add("arguments", () -> arguments(argument.arguments()));
        }
        fields.write();
    }

    /** The fields that are there, gathered first because a map begins with their number. */
    private final class Fields {
        private final List<Runnable> writers = new ArrayList<>();

        void add(final String name, final Runnable value) {
            writers.add(() -> {
                reply.bulk(name);
                value.run();
            });
        }

        void text(final String name, final String value) {
            if (value != null) {
                add(name, () -> reply.bulk(value));
            }
        }

        void write() {
            reply.map(writers.size());
            writers.forEach(Runnable::run);
        }
    }
}
