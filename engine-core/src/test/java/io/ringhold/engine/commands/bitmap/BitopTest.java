package io.ringhold.engine.commands.bitmap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BitopTest {
    private final EngineHarness engine = EngineHarness.of(new StringCommands(), new BitmapCommands());

    @AfterEach
    void close() {
        assertThat(engine.clientArena().blockCount(MemoryTag.SCRATCH)).isLessThanOrEqualTo(1);
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AND", "OR", "XOR", "NOT", "DIFF", "DIFF1", "ANDOR", "ONE"})
    void shouldAgreeWithAPlainLoopWhenSourcesAreRandom(final String operator) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("BitopTest " + operator + ": -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            final int sources = operator.equals("NOT") ? 1 : 2 + random.nextInt(4);
            final List<byte[]> values = new ArrayList<>();
            final List<String> command = new ArrayList<>(List.of("BITOP", operator, "s" + random.nextInt(sources + 1)));
            for (int i = 0; i < sources; i++) {
                values.add(randomValue(random));
                engine.execute("GETDEL", "s" + i);
                if (values.get(i).length > 0) {
                    engine.execute("SET", "s" + i, new String(values.get(i), StandardCharsets.ISO_8859_1));
                }
                command.add("s" + i);
            }
            engine.execute("GETDEL", "s" + sources);
            final byte[] expected = combined(operator, values);

            assertThat(engine.integer(command.toArray(new String[0]))).isEqualTo(expected.length);
            assertThat(engine.bulk("GET", command.get(2)))
                    .isEqualTo(expected.length == 0 ? null : new String(expected, StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] randomValue(final Random random) {
        final int[] limits = {1, 4, 40, 2000, 40_000};
        final byte[] value = new byte[random.nextInt(limits[random.nextInt(limits.length)])];
        random.nextBytes(value);
        if (random.nextInt(4) == 0) {
            Arrays.fill(value, (byte) '7');
        }
        return value;
    }

    private static byte[] combined(final String operator, final List<byte[]> values) {
        final byte[] result = new byte[values.stream().mapToInt(value -> value.length).max().orElse(0)];
        for (int i = 0; i < result.length; i++) {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++) {
                final int at = i;
                final int mask = 1 << bit;
                final boolean first = at < values.get(0).length && (values.get(0)[at] & mask) != 0;
                final long all = values.stream().filter(v -> at < v.length && (v[at] & mask) != 0).count();
                final long others = all - (first ? 1 : 0);
                final boolean set = switch (operator) {
                    case "AND" -> all == values.size();
                    case "OR" -> all > 0;
                    case "XOR" -> all % 2 == 1;
                    case "NOT" -> !first;
                    case "DIFF" -> first && others == 0;
                    case "DIFF1" -> !first && others > 0;
                    case "ANDOR" -> first && others > 0;
                    default -> all == 1;
                };
                bits |= set ? mask : 0;
            }
            result[i] = (byte) bits;
        }
        return result;
    }

    @Test
    void shouldReplaceTheDestinationWhateverItWas() {
        engine.execute("SET", "s", "12");
        engine.execute("SET", "d", "x", "EX", "10");
        engine.putList("l");
        engine.takeLogged();

        assertThat(engine.integer("BITOP", "or", "d", "s")).isEqualTo(2);
        assertThat(engine.integer("BITOP", "OR", "l", "s", "s")).isEqualTo(2);
        assertThat(engine.bulk("GET", "l")).isEqualTo("12");
        assertThat(engine.expireAtMs("d")).isEqualTo(Entries.NO_EXPIRY);
        assertThat(engine.encoding("d")).isEqualTo("raw");
        assertThat(engine.takeLogged()).containsExactly(List.of("BITOP", "or", "d", "s"),
                List.of("BITOP", "OR", "l", "s", "s"));
    }

    @Test
    void shouldDeleteTheDestinationWhenThereIsNothingToCombine() {
        engine.execute("SET", "d", "x");
        engine.takeLogged();

        assertThat(engine.integer("BITOP", "AND", "d", "none", "none2")).isZero();
        assertThat(engine.exists("d")).isFalse();
        assertThat(engine.integer("BITOP", "AND", "d", "none")).isZero();
        assertThat(engine.takeLogged()).containsExactly(List.of("BITOP", "AND", "d", "none", "none2"));
    }

    @Test
    void shouldCheckOperatorThenSourcesThenTypesWhenBitopIsWrong() {
        engine.execute("SET", "s", "x");
        engine.putList("l");

        assertThat(engine.error("BITOP", "AND", "d")).isEqualTo("ERR wrong number of arguments for 'bitop' command");
        assertThat(engine.error("BITOP", "FOO", "d", "l")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("BITOP", "NOT", "d", "l", "s"))
                .isEqualTo("ERR BITOP NOT must be called with a single source key.");
        for (final String operator : List.of("DIFF", "DIFF1", "ANDOR")) {
            assertThat(engine.error("BITOP", operator, "d", "s"))
                    .isEqualTo("ERR BITOP " + operator + " must be called with at least two source keys.");
        }
        assertThat(engine.integer("BITOP", "ONE", "d", "s")).isOne();
        assertThat(engine.error("BITOP", "AND", "d", "s", "l")).isEqualTo(CommandContext.WRONG_TYPE);
    }

    @Test
    void shouldLeaveTheDestinationWhenMemoryIsShort() {
        try (EngineHarness small = EngineHarness.withDataBytes(8 << 20, new StringCommands(), new BitmapCommands())) {
            small.execute("SET", "d", "old");
            small.execute("SET", "s", "x".repeat(5 << 20));

            assertThat(small.error("BITOP", "NOT", "d", "s")).isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.bulk("GET", "d")).isEqualTo("old");
        }
    }
}
