package io.ringhold.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplyScannerTest {
    private static final List<String> REPLIES = List.of("+OK\r\n", ":12\r\n", "$5\r\nhello\r\n", "$0\r\n\r\n",
            "$-1\r\n",
            "*0\r\n", "*-1\r\n", "*2\r\n$1\r\na\r\n:1\r\n", "*2\r\n*1\r\n+x\r\n*2\r\n_\r\n#t\r\n",
            "%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n:2\r\n",
            "~3\r\n:1\r\n:2\r\n:3\r\n", ",1.5\r\n", "(12345678901234567890\r\n", "=8\r\ntxt:abcd\r\n", "_\r\n",
            "#f\r\n",
            "|1\r\n+ttl\r\n:3\r\n$2\r\nab\r\n", "$4\r\n\r\n\r\n\r\n",
            "*3\r\n$3\r\n$1\r\r\n%1\r\n+k\r\n-no error of its own\r\n:1\r\n");
    private static final List<String> ERRORS = List.of("-ERR wrong\r\n", "!9\r\nERR wrong\r\n");
    private static final List<String> PUSHES = List.of(">2\r\n+message\r\n$2\r\nhi\r\n", ">1\r\n*1\r\n:1\r\n");

    private static int count(ReplyScanner scanner, byte[] bytes, int from, int to, List<Integer> results)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(to - from).put(bytes, from, to - from).flip();
        int result = scanner.next(buffer);
        while (result != ReplyScanner.INCOMPLETE) {
            results.add(result);
            result = scanner.next(buffer);
        }
        assertThat(buffer.hasRemaining()).isFalse();
        return results.size();
    }

    @Test
    void shouldTellPushesAndTheirStringsWhereAskedWhereverReadsCutThem() throws IOException {
        byte[] bytes = ">2\r\n$10\r\ninvalidate\r\n*3\r\n$1\r\na\r\n$2\r\nbb\r\n$0\r\n\r\n+OK\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n$1\r\nv\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ReplyScanner scanner = new ReplyScanner(true);
            List<String> told = new ArrayList<>();
            for (ByteBuffer part : List.of(ByteBuffer.wrap(bytes, 0, cut),
                    ByteBuffer.wrap(bytes, cut, bytes.length - cut))) {
                for (int result = scanner.next(part); result != ReplyScanner.INCOMPLETE; result = scanner.next(part)) {
                    told.add((result == ReplyScanner.PUSH ? "push " : "reply ") + scanner.bulkStrings());
                }
            }
            assertThat(told).as("cut at %s", cut).containsExactly("push 4", "reply 0", "push 1", "reply 1");
        }
    }

    @Test
    void shouldFindTheEndOfEveryReplyWhereverReadsCutIt() throws IOException {
        List<String> all = new ArrayList<>(REPLIES);
        all.addAll(ERRORS);
        for (String reply : all) {
            byte[] bytes = (reply + "+next\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (int cut = 0; cut <= bytes.length; cut++) {
                ReplyScanner scanner = new ReplyScanner();
                List<Integer> results = new ArrayList<>();
                count(scanner, bytes, 0, cut, results);
                count(scanner, bytes, cut, bytes.length, results);

                assertThat(results).as("%s cut at %s", reply, cut)
                        .containsExactly(ERRORS.contains(reply) ? ReplyScanner.ERROR : ReplyScanner.REPLY,
                                ReplyScanner.REPLY);
            }
        }
    }

    @Test
    void shouldCountAnyMixOfRepliesInAnyPieces() throws IOException {
        long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ReplyScannerTest -Dringhold.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            List<Integer> expected = new ArrayList<>();
            for (int i = random.nextInt(50); i >= 0; i--) {
                switch (random.nextInt(4)) {
                    case 0 -> text.append(PUSHES.get(random.nextInt(PUSHES.size())));
                    case 1 -> {
                        text.append(ERRORS.get(random.nextInt(ERRORS.size())));
                        expected.add(ReplyScanner.ERROR);
                    }
                    default -> {
                        text.append(REPLIES.get(random.nextInt(REPLIES.size())));
                        expected.add(ReplyScanner.REPLY);
                    }
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            ReplyScanner scanner = new ReplyScanner();
            List<Integer> results = new ArrayList<>();
            for (int at = 0; at < bytes.length;) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(30));
                count(scanner, bytes, at, to, results);
                at = to;
            }
            assertThat(results).isEqualTo(expected);
        }
    }

    @Test
    void shouldTellTheTextOfAnError() throws IOException {
        for (String error : ERRORS) {
            ReplyScanner scanner = new ReplyScanner();
            scanner.next(ByteBuffer.wrap(error.getBytes(StandardCharsets.ISO_8859_1)));

            assertThat(scanner.lastError()).isEqualTo("ERR wrong");
        }
    }

    @Test
    void shouldCutTheTextOfALongError() throws IOException {
        ReplyScanner scanner = new ReplyScanner();
        scanner.next(ByteBuffer.wrap(("-" + "x".repeat(100_000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(scanner.lastError()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400\r\n", "\r\n", "$x\r\n", "*99999999999999999999\r\n", "$9999999999999999\r\n",
        "$\r\n", "*-\r\n", "$-2\r\n", "$1-\r\n", "%--1\r\n", "*1099511627777\r\n", "\u0000"})
    void shouldRefuseWhatIsNotRespWithOneLine(String bytes) {
        assertThatThrownBy(() -> new ReplyScanner().next(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(IOException.class).hasMessageStartingWith("the server sent");
    }

    @Test
    void shouldRefuseArraysInArraysThatTogetherAreTooLarge() {
        byte[] bytes = "*1099511627776\r\n".repeat(2000).getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> new ReplyScanner().next(ByteBuffer.wrap(bytes)))
                .isInstanceOf(IOException.class).hasMessage("the server sent a length that is too large");
    }

    @Test
    void shouldPassOverABodyOfAnySizeWithoutKeepingIt() throws IOException {
        ReplyScanner scanner = new ReplyScanner();
        scanner.next(ByteBuffer.wrap("$1099511627776\r\n".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(scanner.next(ByteBuffer.wrap("+OK\r\n".repeat(1000).getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(ReplyScanner.INCOMPLETE);
    }

    @Test
    void shouldNotBreakOnRandomBytes() {
        long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ReplyScannerTest bytes -Dringhold.seed=" + seed);
        Random random = new Random(seed);
        String alphabet = "$*:+-%~_#,(=!>|0123456789\r\nab";
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            ReplyScanner scanner = new ReplyScanner();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            try {
                int left = bytes.length + 1;
                while (scanner.next(buffer) != ReplyScanner.INCOMPLETE) {
                    assertThat(left--).isPositive();
                }
                assertThat(buffer.hasRemaining()).isFalse();
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith("the server sent");
            }
        }
    }
}
