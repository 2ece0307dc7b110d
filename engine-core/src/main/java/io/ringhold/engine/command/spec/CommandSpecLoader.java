package io.ringhold.engine.command.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads command specifications from the resources {@code commands/*.json}; their README describes the form. Any thread.
 * Documentation is read apart: the server needs it only when somebody asks.
 */
public final class CommandSpecLoader {
    static final List<String> COMMAND_KEYS = List.of("name", "container", "group", "since", "arity", "flags", "acl",
            "tips", "keys", "summary", "complexity", "docFlags", "deprecatedSince", "replacedBy", "history",
            "arguments");
    static final List<String> KEY_SPEC_KEYS = List.of("flags", "begin", "find", "notes");
    static final List<String> ARGUMENT_KEYS = List.of("name", "type", "token", "displayText", "keySpecIndex", "flags",
            "since", "deprecatedSince", "arguments");

    private static final String FOLDER = "/commands/";

    private CommandSpecLoader() {}

    /**
     * Reads a specification.
     *
     * @param resourceBaseName
     *            lower case, of a subcommand after its container's: {@code get}, {@code client-id}.
     * @throws IllegalArgumentException
     *             naming the file and the key, when there is no such file or it is not of the form.
     */
    public static CommandSpec load(final String resourceBaseName) {
        return spec(resourceBaseName, open(resourceBaseName));
    }

    /**
     * Reads the documentation of a command.
     *
     * @throws IllegalArgumentException
     *             naming the file and the key, when there is no such file or it is not of the form.
     */
    public static CommandDocs loadDocs(final String resourceBaseName) {
        return docs(open(resourceBaseName));
    }

    static CommandSpec spec(final String resourceBaseName, final SpecObject json) {
        json.allowing(COMMAND_KEYS);
        final CommandSpec spec = new CommandSpec(json.string("name"), json.stringOrNull("container"),
                json.constant("group", CommandGroup.BY_NAME), json.string("since"),
                json.integer("arity"), json.constants("flags", CommandFlag.class, CommandFlag.BY_NAME),
                json.constants("acl", AclCategory.class, AclCategory.BY_NAME), json.strings("tips"),
                keySpecs(json));
        if (!spec.resourceBaseName().equals(resourceBaseName)) {
            throw json.wrong("name", "the file of " + spec.fullName() + " has another name");
        }
        if (spec.arity() == 0) {
            throw json.wrong("arity", "0 is no count of arguments");
        }
        return spec;
    }

    static CommandDocs docs(final SpecObject json) {
        json.allowing(COMMAND_KEYS);
        return new CommandDocs(json.string("summary"), json.stringOrNull("complexity"),
                json.has("docFlags") ? json.strings("docFlags") : List.of(), json.stringOrNull("deprecatedSince"),
                json.stringOrNull("replacedBy"),
                json.rows("history", 2).stream().map(row -> new CommandDocs.Change(row.get(0), row.get(1))).toList(),
                arguments(json));
    }

    private static SpecObject open(final String resourceBaseName) {
        final String file = resourceBaseName + ".json";
        try (InputStream in = CommandSpecLoader.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException(file + ": no such command specification");
            }
            return SpecObject.parse(file, in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<KeySpec> keySpecs(final SpecObject json) {
        final List<KeySpec> specs = new ArrayList<>();
        for (final SpecObject spec : json.objects("keys")) {
            specs.add(keySpec(spec));
        }
        return List.copyOf(specs);
    }

    private static KeySpec keySpec(final SpecObject json) {
        json.allowing(KEY_SPEC_KEYS);
        return new KeySpec(json.constants("flags", KeySpec.Flag.class, KeySpec.Flag.BY_NAME),
                begin(json.object("begin")), find(json.object("find")), json.stringOrNull("notes"));
    }

    private static KeySpec.Begin begin(final SpecObject json) {
        if (json.has("index")) {
            json.allowing(List.of("index"));
            return new KeySpec.Index(json.integer("index"));
        }
        if (json.has("keyword")) {
            json.allowing(List.of("keyword", "from"));
            return new KeySpec.Keyword(json.string("keyword"), json.integer("from"));
        }
        requireUnknown(json, "index, keyword or unknown is needed");
        return new KeySpec.UnknownBegin();
    }

    private static KeySpec.Find find(final SpecObject json) {
        if (json.has("lastkey")) {
            json.allowing(List.of("lastkey", "step", "limit"));
            return new KeySpec.Range(json.integer("lastkey"), step(json), json.integer("limit"));
        }
        if (json.has("keynum")) {
            json.allowing(List.of("keynum", "first", "step"));
            return new KeySpec.Counted(json.integer("keynum"), json.integer("first"), step(json));
        }
        requireUnknown(json, "lastkey, keynum or unknown is needed");
        return new KeySpec.UnknownFind();
    }

    private static int step(final SpecObject json) {
        final int step = json.integer("step");
        if (step <= 0) {
            throw json.wrong("step", "must be positive");
        }
        return step;
    }

    private static void requireUnknown(final SpecObject json, final String otherwise) {
        if (!json.allowing(List.of("unknown")).isTrue("unknown")) {
            throw json.wrong("unknown", otherwise);
        }
    }

    private static List<ArgumentSpec> arguments(final SpecObject json) {
        return json.objects("arguments").stream().map(CommandSpecLoader::argument).toList();
    }

    private static ArgumentSpec argument(final SpecObject json) {
        json.allowing(ARGUMENT_KEYS);
        return new ArgumentSpec(json.string("name"),
                json.constant("type", ArgumentSpec.Type.BY_NAME),
                json.stringOrNull("token"), json.stringOrNull("displayText"),
                json.has("keySpecIndex") ? json.integer("keySpecIndex") : -1,
                json.has("flags")
                        ? json.constants("flags", ArgumentSpec.Flag.class, ArgumentSpec.Flag.BY_NAME)
                        : Set.of(),
                json.stringOrNull("since"), json.stringOrNull("deprecatedSince"),
                json.has("arguments") ? arguments(json) : List.of());
    }
}
