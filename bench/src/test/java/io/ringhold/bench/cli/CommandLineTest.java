package io.ringhold.bench.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ringhold.bench.load.FakeServer;
import io.ringhold.bench.result.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int exit;

    private void run(String words) {
        exit = RingholdBench.run(new PrintWriter(out), new PrintWriter(err), words.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "--port x | --port",
        "--port 0 | --port must be between 1 and 65535, not 0",
        "--nope | --nope",
        "--rate 0 | --rate must be between",
        "--rate 5 -P 2 | --rate and --pipeline exclude each other",
        "-P 0 | --pipeline must be between",
        "-c 0 | --connections must be between",
        "--threads 0 | --threads",
        "--duration 0 | --duration must be more than nothing",
        "--duration soon | 'soon' is not a duration such as",
        "-n 0 | --count must be more than nothing",
        "--keys 0 | --keys must be between",
        "--key-size 5 | need a key size between",
        "--mix nope:1 | 'nope' is not one of",
        "--mix get:x | weight 'x' is not a number",
        "--command ~ | has no command",
        "--distribution normal | 'normal' is not uniform",
        "--value-size -1 | size '-1' is not between",
        "--resp 4 | --resp must be between 2 and 3, not 4",
        "--user me | --user needs a --password",
        "--quiet --progress | --quiet and --progress exclude each other",
        "--output result.pdf | must end with .html",
        "--output /no/such/folder/r.html | there is no such folder",
        "--format pdf | pdf",
        "-p 1 -p 2 | --port",
        "compare a=localhost:1 | [LABEL=]HOST:PORT",
        "compare a=localhost:1 a=localhost:2 | two servers have the same label",
        "compare a b | expected host:port or label=host:port",
        "compare a:1 b:2 --rounds 0 | --rounds must be between",
        "sweep --from 0 | --from must be between",
        "sweep --from 10 --to 5 | --to must be between",
        "sweep --factor 1 | --factor must be between",
        "sweep --limit 0 | --limit must be more than nothing",
        "sweep --at 101 | --at must be between",
        "sweep --rate 5 | --rate",
        "fanout | [LABEL=]HOST:PORT",
        "fanout a:1 --kind chain | --kind",
        "fanout a:1 --kind tracking | --kind tracking needs --resp 3",
        "fanout a:1 --kind bcast --resp 2 | --kind bcast needs --resp 3",
        "fanout a:1 --receivers 0 | --receivers must be between",
        "fanout a:1 -P 0 | --pipeline must be between",
        "fanout a:1 -d -1 | --value-size must be between",
        "fanout a:1 --duration 0 | --duration must be more than nothing",
        "fanout a:1 --rounds 0 | --rounds must be between",
        "fanout a=b:1 a=b:2 | two servers have the same label"})
    void shouldRefuseWrongOptionsWithOneLine(String words, String message) {
        run(words.replace("~", ""));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("ringhold-bench: ").contains(message).contains("--help)").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port %d", "compare a=127.0.0.1:%1$d b=127.0.0.1:%1$d", "sweep -p %d",
        "fanout 127.0.0.1:%d"})
    void shouldSayInOneLineThatNobodyListens(String words) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        run(String.format(words, port));

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).isEqualTo(
                "ringhold-bench: cannot reach a server at 127.0.0.1:" + port + ": Connection refused"
                        + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "compare --help", "sweep --help", "fanout --help"})
    void shouldShowHelp(String words) {
        PrintStream realErr = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            run(words);
        } finally {
            System.setErr(realErr);
        }

        assertThat(exit).isZero();
        assertThat(out.toString()).startsWith("Usage: ringhold-bench").contains("Shows this.");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 110);
        assertThat(out.toString()).doesNotContain("%%");
        assertThat(err.toString()).isEmpty();
        // where picocli complains of texts that it cannot format
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldFindEveryOptionInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/benchmarks.md"));

        for (CommandLine command : new CommandLine(new RingholdBench()).getSubcommands().values()) {
            assertThat(command.getCommandSpec().options()).map(OptionSpec::longestName)
                    .filteredOn(name -> !name.equals("--help"))
                    .allMatch(name -> page.contains("`" + name + "`"), "stands in docs/benchmarks.md");
        }
    }

    @Test
    void shouldShowTheVersion() {
        run("--version");

        assertThat(out.toString()).startsWith("ringhold-bench ");
    }

    @Test
    void shouldTellErrorRepliesAndGoOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("result.json");
        try (FakeServer server = new FakeServer(command -> "-NOPERM not for you\r\n")) {
            run("-p " + server.port() + " --warmup 0 -n 100 --mix get:1 -o " + file);
        }

        assertThat(exit).isZero();
        assertThat(err.toString()).contains("100 error replies from 127.0.0.1:", "the first: NOPERM not for you");
        assertThat(out.toString()).contains("get");
        assertThat(Files.readString(file)).startsWith("{").contains("\"get\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a secret", "-asecret", "--password secret", "--password=secret"})
    void shouldTellHowToRepeatItWithoutThePassword(String password) throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.ok(""))) {
            run("-p " + server.port() + " --warmup 0 -n 100 --format json --key-prefix it's " + password);
            assertThat(out.toString()).contains(
                    "ringhold-bench run -p " + server.port()
                            + " --warmup 0 -n 100 --format json --key-prefix 'it'\\\\''s' ")
                    .doesNotContain("secret");
        }
    }

    @Test
    void shouldSayThatTheResultCannotBeWritten() throws IOException {
        PrintWriter full = new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        try (FakeServer server = new FakeServer(FakeServer.ok(""))) {
            exit = RingholdBench.run(full, new PrintWriter(err), "-p", Integer.toString(server.port()), "-n", "10",
                    "--warmup", "0");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).isEqualTo(
                "ringhold-bench: cannot write the result to the standard output" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOAUTH Authentication required.", "DENIED Redis is running in protected mode",
        "ERR max number of clients reached"})
    void shouldSayWhyTheServerTurnsItAway(String refusal) throws IOException {
        try (FakeServer server = new FakeServer(command -> "-" + refusal + "\r\n")) {
            run("-p " + server.port() + " --warmup 0 -n 100");

            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).isEqualTo("ringhold-bench: 127.0.0.1:" + server.port()
                    + " refuses the connection: " + refusal + System.lineSeparator());
        }
    }

    @Test
    void shouldStopWhenTheServerTellsNobody() throws IOException {
        try (FakeServer server = new FakeServer(command -> switch (command.getFirst()) {
            case "SUBSCRIBE" -> "*3\r\n$9\r\nsubscribe\r\n$6\r\nfanout\r\n:1\r\n";
            case "PUBLISH" -> "-NOPERM not for you\r\n";
            default -> "$0\r\n\r\n";
        })) {
            run("fanout 127.0.0.1:" + server.port() + " --receivers 3");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("the server answered with an error: NOPERM not for you").hasLineCount(1);
    }

    @Test
    void shouldStopWhenTheServerRefusesReceivers() throws IOException {
        try (FakeServer server = new FakeServer(command -> command.getFirst().equals("SUBSCRIBE")
                ? "-NOPERM not for you\r\n"
                : "$0\r\n\r\n")) {
            run("fanout 127.0.0.1:" + server.port() + " --receivers 3");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("the server refuses a receiver: NOPERM not for you").hasLineCount(1);
    }

    @Test
    void shouldStopWhenTheKeyspaceCannotBeFilled() throws IOException {
        try (FakeServer server = new FakeServer(command -> "-OOM no room\r\n")) {
            run("-p " + server.port() + " --preload --keys 10");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("filling the keyspace of 127.0.0.1:").contains("failed: OOM no room");
    }

    @Test
    void shouldSayThatThereIsNothingToFillTheKeyspaceWith() throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.ok(""))) {
            run("-p " + server.port() + " --warmup 0 -n 10 --mix incr --preload");

            assertThat(exit).isZero();
            assertThat(err.toString())
                    .startsWith("ringhold-bench: --preload has nothing to write on 127.0.0.1:" + server.port())
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldSayWhenTheServerSpeaksAnotherProtocol() throws IOException {
        try (FakeServer server = new FakeServer(command -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
            run("-p " + server.port() + " --warmup 0 -n 10");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("does not speak RESP").hasLineCount(1);
    }

    @Test
    void shouldShowProgressWhenAskedTo() throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.ok(""))) {
            run("-p " + server.port() + " --warmup 10ms --duration 100ms --progress -c 2");
        }

        assertThat(exit).isZero();
        assertThat(err.toString()).contains("warming up for 0.0 s", "ops/s  p50", "errors 0");
    }

    @Test
    void shouldShowNoRateOfAnIntervalWithoutLength() {
        try (ProgressLine line = new ProgressLine(new PrintWriter(err), "a server")) {
            line.onInterval(new Interval(1, 0, 5, 0, 1000, 1000, 1000, 1000));
        }

        assertThat(err.toString()).contains("a server: ", " 0 ops/s  p50 1 us").doesNotContain("Infinity");
    }

    @ParameterizedTest
    @CsvSource({"10,10000", "500ms,500", "1.5s,1500", "2m,120000", "1h,3600000", "0,0"})
    void shouldReadDurations(String text, long millis) {
        assertThat(Durations.parse(text).toMillis()).isEqualTo(millis);
    }
}
