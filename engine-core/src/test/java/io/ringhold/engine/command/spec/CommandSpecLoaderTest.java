package io.ringhold.engine.command.spec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandSpecLoaderTest {
    private static final String GOOD = """
            { "name": "X", "group": "string", "since": "1.0.0", "arity": 2, "flags": ["fast"], "acl": ["read"], "tips": [],
              "keys": [{ "flags": ["RO"], "begin": { "index": 1 }, "find": { "lastkey": 0, "step": 1, "limit": 0 } }],
              "summary": "Does it.", "history": [["1.1.0", "Does more."]],
              "arguments": [{ "name": "key", "type": "key" }] }""";

    static List<String> baseNames() throws IOException, URISyntaxException {
        final Path folder = Path.of(CommandSpecLoader.class.getResource("/commands").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("baseNames")
    void shouldLoadEverySpecificationInTheFolder(final String baseName) {
        final CommandSpec spec = CommandSpecLoader.load(baseName);

        assertThat(spec.fullName()).isEqualTo(spec.container() == null ? baseName : baseName.replaceFirst("-", "|"));
        assertThat(spec.name()).isUpperCase();
        assertThat(spec.since()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(spec.has(AclCategory.FAST)).isEqualTo(spec.has(CommandFlag.FAST))
                .isNotEqualTo(spec.has(AclCategory.SLOW));
        assertThat(spec.has(AclCategory.WRITE)).isEqualTo(spec.has(CommandFlag.WRITE));
        if (spec.container() != null) {
            assertThat(CommandSpecLoader.load(spec.container().toLowerCase(Locale.ROOT)).group())
                    .isEqualTo(spec.group());
        }
    }

    @ParameterizedTest
    @MethodSource("baseNames")
    void shouldLoadTheDocumentationOfEverySpecification(final String baseName) {
        final CommandDocs docs = CommandSpecLoader.load(baseName).docs();

        assertThat(docs.summary()).endsWith(".");
        assertThat(docs.history()).extracting(CommandDocs.Change::version).isSorted();
        assertThat(docs.flags()).isSubsetOf("deprecated", "syscmd");
        assertThat(docs.deprecatedSince() != null).isEqualTo(docs.flags().contains("deprecated"));
        assertThat(docs.replacedBy() != null).isEqualTo(docs.flags().contains("deprecated"));
        assertArguments(docs.arguments(), CommandSpecLoader.load(baseName).keys().size());
    }

    private static void assertArguments(final List<ArgumentSpec> arguments, final int keySpecs) {
        for (final ArgumentSpec argument : arguments) {
            final boolean composed = argument.type() == ArgumentSpec.Type.ONEOF
                    || argument.type() == ArgumentSpec.Type.BLOCK;
            assertThat(argument.arguments().isEmpty()).as(argument.name()).isNotEqualTo(composed);
            assertThat(argument.keySpecIndex()).as(argument.name()).isLessThan(keySpecs);
            if (argument.type() == ArgumentSpec.Type.PURE_TOKEN) {
                assertThat(argument.token()).as(argument.name()).isNotNull();
            }
            assertArguments(argument.arguments(), keySpecs);
        }
    }

    @ParameterizedTest
    @MethodSource("baseNames")
    void shouldHaveTheKeysOfEveryFileInTheDocumentedOrder(final String baseName)
            throws IOException, JsonParserException {
        final JsonObject json;
        try (var in = CommandSpecLoader.class.getResourceAsStream("/commands/" + baseName + ".json")) {
            json = JsonParser.object().from(in);
        }

        assertOrder(json, CommandSpecLoader.COMMAND_KEYS);
        json.getArray("keys").forEach(spec -> assertOrder((JsonObject) spec, CommandSpecLoader.KEY_SPEC_KEYS));
        assertArgumentOrder(json.getArray("arguments"));
    }

    private static void assertArgumentOrder(final JsonArray arguments) {
        for (final Object argument : arguments) {
            assertOrder((JsonObject) argument, CommandSpecLoader.ARGUMENT_KEYS);
            if (((JsonObject) argument).has("arguments")) {
                assertArgumentOrder(((JsonObject) argument).getArray("arguments"));
            }
        }
    }

    private static void assertOrder(final JsonObject json, final List<String> keys) {
        final List<String> expected = new ArrayList<>(keys);
        expected.retainAll(json.keySet());
        assertThat(json.keySet()).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldHaveEachNameOnce() throws IOException, URISyntaxException {
        assertThat(baseNames().stream().map(name -> CommandSpecLoader.load(name).fullName()).toList())
                .hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"get,1,1,1", "set,1,1,1", "del,1,-1,1", "mget,1,-1,1", "mset,1,-1,2", "msetnx,1,-1,2", "bitop,2,-1,1",
        "rename,1,2,1", "copy,1,2,1", "lcs,1,2,1", "object-encoding,2,2,1", "memory-usage,2,2,1", "move,1,1,1",
        "ping,0,0,0", "client,0,0,0", "msetex,0,0,0", "keys,0,0,0"})
    void shouldShowTheKeyRangeThatOldClientsKnow(final String baseName, final int first, final int last,
            final int step) {
        final CommandSpec spec = CommandSpecLoader.load(baseName);

        assertThat(spec.keyRange()).isEqualTo(new CommandSpec.KeyRange(first, last, step));
        assertThat(spec.firstKey()).isEqualTo(first);
    }

    @Test
    void shouldReadAllPartsOfASpecification() {
        final CommandSpec set = CommandSpecLoader.load("set");

        assertThat(set.container()).isNull();
        assertThat(set.group()).isEqualTo(CommandGroup.STRING);
        assertThat(set.arity()).isEqualTo(-3);
        assertThat(set.flags()).containsExactly(CommandFlag.WRITE, CommandFlag.DENYOOM, CommandFlag.BRIEF);
        assertThat(set.aclCategories()).containsExactly(AclCategory.WRITE, AclCategory.STRING, AclCategory.SLOW);
        assertThat(set.keys()).hasSize(1);
        assertThat(set.keys().getFirst().flags()).containsExactly(KeySpec.Flag.RW, KeySpec.Flag.ACCESS,
                KeySpec.Flag.UPDATE, KeySpec.Flag.VARIABLE_FLAGS);
        assertThat(set.keys().getFirst().begin()).isEqualTo(new KeySpec.Index(1));
        assertThat(set.keys().getFirst().find()).isEqualTo(new KeySpec.Range(0, 1, 0));
        assertThat(set.keys().getFirst().notes()).isNotNull();
        final ArgumentSpec condition = set.docs().arguments().get(2);
        assertThat(condition.flags()).containsExactly(ArgumentSpec.Flag.OPTIONAL);
        assertThat(condition.since()).isEqualTo("2.6.12");
        assertThat(condition.arguments()).extracting(ArgumentSpec::token).containsExactly("NX", "XX", "IFEQ", "IFNE",
                "IFDEQ", "IFDNE");
        assertThat(set.docs().history()).extracting(CommandDocs.Change::version).endsWith("8.4.0");
    }

    @Test
    void shouldNameASubcommandAfterItsContainer() {
        final CommandSpec spec = CommandSpecLoader.load("client-no-evict");

        assertThat(spec.fullName()).isEqualTo("client|no-evict");
        assertThat(spec.name()).isEqualTo("NO-EVICT");
        assertThat(spec.container()).isEqualTo("CLIENT");
    }

    @Test
    void shouldReadAllFormsOfKeySpecs() throws IOException {
        assertThat(keySpecOf("{ \"keyword\": \"STREAMS\", \"from\": -2 }", "{ \"unknown\": true }"))
                .isEqualTo(new KeySpec(EnumSet.of(KeySpec.Flag.RO), new KeySpec.Keyword("STREAMS", -2),
                        new KeySpec.UnknownFind(), null));
        assertThat(keySpecOf("{ \"unknown\": true }", "{ \"keynum\": 0, \"first\": 1, \"step\": 2 }"))
                .isEqualTo(new KeySpec(EnumSet.of(KeySpec.Flag.RO), new KeySpec.UnknownBegin(),
                        new KeySpec.Counted(0, 1, 2), null));
    }

    private static KeySpec keySpecOf(final String begin, final String find) throws IOException {
        return parse(GOOD.replace("{ \"index\": 1 }", begin).replace("{ \"lastkey\": 0, \"step\": 1, \"limit\": 0 }",
                find)).keys().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "fast"              | "quick"             | x.json: flags: "quick" is not known
            ["fast"]            | ["fast", "fast"]    | x.json: flags: "fast" stands twice
            ["fast"]            | "fast"              | x.json: flags: an array of strings is needed
            "read"              | "@read"             | x.json: acl: "@read" is not known
            "group": "string"   | "group": "strings"  | x.json: group: "strings" is not known
            "arity": 2          | "arity": "2"        | x.json: arity: an integer is needed
            "arity": 2          | "arity": 0          | x.json: arity: 0 is no count of arguments
            "since": "1.0.0",   | ``                  | x.json: since: a string is needed
            "tips": []          | "tip": []           | x.json: tip: unknown key
            "name": "X"         | "name": "Y"         | x.json: name: the file of y has another name
            "RO"                | "ro"                | x.json: keys[0].flags: "ro" is not known
            "index": 1          | "indx": 1           | x.json: keys[0].begin.indx: unknown key
            "step": 1           | "step": 0           | x.json: keys[0].find.step: must be positive
            "limit": 0          | "limt": 0           | x.json: keys[0].find.limt: unknown key
            """)
    void shouldNameFileAndKeyWhenASpecificationIsWrong(final String good, final String bad, final String message) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> parse(GOOD.replace(good, bad))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "type": "key"       | "type": "keys"      | x.json: arguments[0].type: "keys" is not known
            "type": "key"       | "typ": "key"        | x.json: arguments[0].typ: unknown key
            "1.1.0",            | ``                  | x.json: history: arrays of 2 strings are needed
            "Does it."          | 1                   | x.json: summary: a string is needed
            """)
    void shouldNameFileAndKeyWhenDocumentationIsWrong(final String good, final String bad, final String message) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> CommandSpecLoader.docs(json(GOOD.replace(good, bad))))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void shouldNameTheFileWhenThereIsNone() {
        assertThatThrownBy(() -> CommandSpecLoader.load("nosuch")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nosuch.json: no such command specification");
    }

    @Test
    void shouldNameTheFileWhenItIsNoJson() {
        assertThatThrownBy(() -> json("{ \"name\": ")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.json: ");
    }

    private static CommandSpec parse(final String text) throws IOException {
        return CommandSpecLoader.spec("x", json(text));
    }

    private static SpecObject json(final String text) throws IOException {
        return SpecObject.parse("x.json", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
