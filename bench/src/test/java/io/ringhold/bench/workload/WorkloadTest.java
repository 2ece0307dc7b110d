package io.ringhold.bench.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkloadTest {
    private static Workload workload(String mix, List<String> own, String values, long keys) {
        return new Workload(Mix.parse(mix, own), KeyFormat.of("key:", 0, keys), new KeyDistribution.Sequential(),
                ValueSizes.parse(values), keys, 1);
    }

    private static String next(Workload workload, Workload.Stream stream) {
        ByteBuffer buffer = ByteBuffer.allocate(workload.largestRequest());
        stream.next(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldWriteRequestsInResp() {
        Workload workload = workload("get:1", List.of(), "3", 1_000_000);
        Workload.Stream stream = workload.stream(0, 999_998);

        assertThat(next(workload, stream)).isEqualTo("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000999998\r\n");
        assertThat(next(workload, stream)).isEqualTo("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000999999\r\n");
        assertThat(next(workload, stream)).isEqualTo("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000000\r\n");
        assertThat(next(workload, stream)).isEqualTo("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000001\r\n");
    }

    @Test
    void shouldWriteAllKeysAndValuesOfACommandWithMany() {
        Workload workload = workload("mset:2:1", List.of(), "3", 100);

        String request = next(workload, workload.stream(0, 41));

        assertThat(request.lines().toList()).hasSize(11)
                .startsWith("*5", "$4", "MSET", "$16", "key:000000000041", "$3")
                .containsSubsequence("$16", "key:000000000042", "$3");
        assertThat(request.lines().skip(6)).first().asString().matches("[a-z]{3}");
        assertThat(request.lines()).last().asString().matches("[a-z]{3}");
        assertThat(request).endsWith("\r\n");
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,1,1", "64,64,64", "uniform:5:9,5,9", "zipfian:10:1000,10,1000", "'8:1,100:1',8,100"})
    void shouldWriteValuesWithTheirLengths(String sizes, int smallest, int largest) {
        Workload workload = workload("", List.of("SET {key} a{value}b{value}".replace("b{value}", "b")), sizes, 10);
        Workload.Stream stream = workload.stream(0, 0);
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i = 0; i < 5000; i++) {
            String[] lines = next(workload, stream).split("\r\n", -1);
            assertThat(lines).hasSize(8);
            assertThat(lines[5]).isEqualTo("$" + lines[6].length());
            assertThat(lines[6]).startsWith("a").endsWith("b");
            least = Math.min(least, lines[6].length() - 2);
            most = Math.max(most, lines[6].length() - 2);
        }
        assertThat(least).isEqualTo(smallest);
        assertThat(most).isBetween(smallest + (largest - smallest) / 2, largest);
    }

    @Test
    void shouldTakeWordsInQuotesAndRandomNumbers() {
        Workload workload = workload("", List.of("EVAL \"return 1\" 0 '' x{int}:3"), "1", 10);

        assertThat(workload.mix().commands().getFirst().weight()).isEqualTo(3);
        assertThat(next(workload, workload.stream(0, 0)))
                .matches(
                        "\\*5\r\n\\$4\r\nEVAL\r\n\\$8\r\nreturn 1\r\n\\$1\r\n0\r\n\\$0\r\n\r\n\\$10\r\nx[1-9]\\d{8}\r\n");
    }

    @Test
    void shouldTakeANumberAtTheEndOfAWordInQuotesForAPartOfIt() {
        CommandSpec command = CommandSpec.parse("GET \"user:1000\"");

        assertThat(command.words()).containsExactly("GET", "user:1000");
        assertThat(command.weight()).isEqualTo(1);
        assertThat(CommandSpec.parse("GET user:1000:2").words()).containsExactly("GET", "user:1000");
    }

    @Test
    void shouldSendCommandsInTheirShares() {
        Workload workload = workload("get:80,set:15,incr:5", List.of(), "1", 10);
        Workload.Stream stream = workload.stream(0, 0);
        int[] counts = new int[3];
        ByteBuffer buffer = ByteBuffer.allocate(workload.largestRequest());
        for (int i = 0; i < 100_000; i++) {
            counts[stream.next(buffer.clear())]++;
        }

        assertThat(counts[0]).isBetween(79_000, 81_000);
        assertThat(counts[1]).isBetween(14_400, 15_600);
        assertThat(counts[2]).isBetween(4_600, 5_400);
    }

    @Test
    void shouldFillEveryTypeOfKeyThatAMixReads() {
        assertThat(Mix.parse("get:1,mget:10,hget:1,incr:1,lrange:1", List.of()).fills()).map(Mix::toString)
                .containsExactly(
                        "HSET hash:{key} field {value}", "RPUSH list:{key} {value}", "SET {key} {value}");
    }

    @Test
    void shouldFillNothingForCommandsThatNeedNothing() {
        assertThat(Mix.parse("ping:1,incr:1,xadd:1", List.of("GET other")).fills()).isEmpty();
    }

    @Test
    void shouldFillStringsForOwnTemplatesWhateverTheyAreCalled() {
        assertThat(Mix.parse("", List.of("HGET {key} f")).fills()).map(Mix::toString)
                .containsExactly("SET {key} {value}");
        assertThat(Mix.parse("hget", List.of("MYGET {key}", "ECHO x{key}")).fills()).map(Mix::toString)
                .containsExactly("HSET hash:{key} field {value}", "SET {key} {value}");
    }

    @Test
    void shouldTellOwnTemplatesOfOneCommandApart() {
        assertThat(Mix.parse("get:1", List.of("GET a", "get {key}:5")).commands()).map(CommandSpec::name)
                .containsExactly("get", "get#2", "get#3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope:1", "get:x", "get:1:2", "mget", "mget:0", "mget:10:1:1", "get:-1", "get:0", "get,get",
        ","})
    void shouldRefuseWhatIsNoMix(String mix) {
        assertThatThrownBy(() -> Mix.parse(mix, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "SET 'a", "SET {value}{value} x"})
    void shouldRefuseWhatIsNoTemplate(String template) {
        assertThatThrownBy(() -> workload("", List.of(template), "1", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "uniform:5", "uniform:9:5", "zipfian:1:2:0", "8:x", "536870913"})
    void shouldRefuseWhatIsNoSize(String sizes) {
        assertThatThrownBy(() -> ValueSizes.parse(sizes)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + sizes + "'");
    }

    @Test
    void shouldMakeKeysOfTheLengthAskedFor() {
        assertThat(KeyFormat.of("k", 16, 100).digits()).isEqualTo(15);
        assertThat(KeyFormat.of("key:", 0, 10_000_000_000_000L).digits()).isEqualTo(13);
        assertThatThrownBy(() -> KeyFormat.of("key:", 5, 100)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key size between 6");
    }
}
