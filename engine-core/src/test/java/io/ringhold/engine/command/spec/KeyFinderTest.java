package io.ringhold.engine.command.spec;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ringhold.engine.command.spec.KeySpec.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

class KeyFinderTest {

    /** What Redis 7.0 answers to COMMAND GETKEYSANDFLAGS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get             | GET k                         | k:RO,access
            mget            | MGET a b c                    | a:RO,access b:RO,access c:RO,access
            mset            | MSET a 1 b 2                  | a:OW,update b:OW,update
            mset            | MSET a 1 b                    | a:OW,update b:OW,update
            rename          | RENAME a b                    | a:RW,access,delete b:OW,update
            copy            | COPY a b DB 2 REPLACE         | a:RO,access b:OW,update
            bitop           | BITOP AND a b c               | a:OW,update b:RO,access c:RO,access
            object-encoding | OBJECT ENCODING k             | k:RO
            memory-usage    | MEMORY USAGE k                | k:RO
            set             | SET k v                       | k:OW,update
            set             | set k v get                   | k:RW,access,update
            set             | SET k v EX 1 GET NX           | k:RW,access,update
            set             | SET k get                     | k:OW,update
            set             | SET k get v                   | k:OW,update
            bitfield        | BITFIELD k                    | k:RO,access
            bitfield        | BITFIELD k get u8 0           | k:RO,access
            bitfield        | BITFIELD k OVERFLOW WRAP      | k:RO,access
            bitfield        | BITFIELD k SET u8 0 1         | k:RW,access,update
            bitfield        | BITFIELD k GET u8 0 foo bar   | k:RW,access,update
            """)
    void shouldFindKeysAndFlagsAsRedisDoes(final String baseName, final String call, final String keys) {
        assertThat(found(CommandSpecLoader.load(baseName), call)).isEqualTo(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            set    | SET k v IFEQ x          | k:RW,update
            set    | SET k v IFEQ get        | k:RW,update
            set    | SET k v IFDNE x GET     | k:RW,access,update
            delex  | DELEX k                 | k:RM,delete
            delex  | DELEX k IFEQ v          | k:RW,delete
            digest | DIGEST k                | k:RO,access
            msetex | MSETEX 2 a 1 b 2 EX 10  | a:OW,update b:OW,update
            msetex | MSETEX 1 a 1            | a:OW,update
            """)
    void shouldFindKeysAndFlagsOfNewerCommands(final String baseName, final String call, final String keys) {
        assertThat(found(CommandSpecLoader.load(baseName), call)).isEqualTo(keys);
    }

    @ParameterizedTest
    @CsvSource({"MSETEX 0 a 1", "MSETEX -1 a 1", "MSETEX foo a 1", "MSETEX 3 a 1 b 2",
        "MSETEX 9223372036854775807 a 1 b 2", "MSETEX 99999999999999999999 a 1"})
    void shouldFindNoKeysWhenTheirCountIsWrong(final String call) {
        assertThat(found(CommandSpecLoader.load("msetex"), call)).isEmpty();
    }

    @Test
    void shouldFindNoKeysWhenTheCommandHasNone() {
        assertThat(found(CommandSpecLoader.load("ping"), "PING k")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            XREAD COUNT 1 streams a b 0 0   | a:RO b:RO
            XREAD STREAMS a b c             | a:RO
            """)
    void shouldSearchAfterAKeywordWhenTheSpecNamesOne(final String call, final String keys) {
        assertThat(found(command(spec(new KeySpec.Keyword("STREAMS", 1), new KeySpec.Range(-1, 1, 2))), call))
                .isEqualTo(keys);
    }

    @Test
    void shouldSearchBackwardsForAKeywordWhenItsStartIsNegative() {
        final CommandSpec command = command(spec(new KeySpec.Keyword("KEYS", -2), new KeySpec.Range(-1, 1, 0)));

        assertThat(found(command, "X keys a KEYS b c")).isEqualTo("b:RO c:RO");
        assertThat(found(command, "X a b KEYS")).isEmpty();
        assertThat(found(command, "KEYS a b")).isEmpty();
    }

    @Test
    void shouldFindNothingWhenAKeywordHasNothingAfterIt() {
        assertThat(found(command(spec(new KeySpec.Keyword("STREAMS", 1), new KeySpec.Range(-1, 1, 0))),
                "X a STREAMS")).isEmpty();
    }

    @Test
    void shouldPassOverSpecsThatAreUnknownOrNoKeys() {
        final KeySpec first = spec(new KeySpec.Index(1), new KeySpec.Range(0, 1, 0));
        final KeySpec unknown = spec(new KeySpec.UnknownBegin(), new KeySpec.UnknownFind());
        final KeySpec noKey = new KeySpec(EnumSet.of(Flag.RO, Flag.NOT_KEY), new KeySpec.Index(2),
                new KeySpec.Range(0, 1, 0), null);

        assertThat(found(command(unknown, noKey, first), "X a b")).isEqualTo("a:RO");
    }

    private static KeySpec spec(final KeySpec.Begin begin, final KeySpec.Find find) {
        return new KeySpec(EnumSet.of(Flag.RO), begin, find, null);
    }

    private static CommandSpec command(final KeySpec... keys) {
        return new CommandSpec("X", null, CommandGroup.GENERIC, "1.0.0", -2, Set.of(), Set.of(), List.of(),
                List.of(keys));
    }

    private static String found(final CommandSpec spec, final String call) {
        final String[] words = call.split(" ", -1);
        final Argv argv = new Argv() {
            @Override
            public int count() {
                return words.length;
            }

            @Override
            public byte[] get(final int index) {
                return words[index].getBytes(UTF_8);
            }
        };
        return KeyFinder.find(spec, argv).stream().map(key -> words[key.position()] + ':'
                + key.flags().stream().map(Flag::redisName).collect(joining(","))).collect(joining(" "));
    }
}
