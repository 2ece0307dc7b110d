package io.ringhold.engine.commands.stream;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.commands.generic.MoveCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis 7.0 cannot show of streams: what depends on the clock, what is logged and freed, and too little memory. */
class StreamCommandsTest {
    private static final String GREATEST_ID = "18446744073709551615-18446744073709551615";

    @Test
    void shouldTellSinceWhenConsumersDoNothing() {
        try (EngineHarness engine = engine()) {
            engine.execute("XADD", "s", "1", "f", "v");
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.execute("XREADGROUP", "GROUP", "g", "busy", "STREAMS", "s", ">");
            engine.execute("XREADGROUP", "GROUP", "g", "idle", "STREAMS", "s", ">");
            engine.advanceMs(500);
            engine.execute("XREADGROUP", "GROUP", "g", "busy", "STREAMS", "s", ">");
            engine.advanceMs(20);
            assertThat(engine.execute("XINFO", "CONSUMERS", "s", "g").replace("\r\n", " ").strip())
                    .isEqualTo("*2 *8 $4 name $4 busy $7 pending :1 $4 idle :20 $8 inactive :520"
                            + " *8 $4 name $4 idle $7 pending :0 $4 idle :520 $8 inactive :-1");
            assertThat(engine.execute("XPENDING", "s", "g", "IDLE", "520", "-", "+", "9")).startsWith("*1\r\n");
            assertThat(engine.execute("XPENDING", "s", "g", "IDLE", "521", "-", "+", "9")).isEqualTo("*0\r\n");
        }
    }

    @Test
    void shouldClaimByIdleTime() {
        try (EngineHarness engine = engine()) {
            engine.execute("XADD", "s", "1", "f", "v");
            engine.execute("XADD", "s", "2", "f", "v");
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.execute("XREADGROUP", "GROUP", "g", "a", "COUNT", "1", "STREAMS", "s", ">");
            engine.advanceMs(100);
            engine.execute("XREADGROUP", "GROUP", "g", "a", "STREAMS", "s", ">");
            engine.advanceMs(100);
            assertThat(engine.execute("XAUTOCLAIM", "s", "g", "b", "150", "-", "JUSTID"))
                    .isEqualTo("*3\r\n$3\r\n0-0\r\n*1\r\n$3\r\n1-0\r\n*0\r\n");
            assertThat(engine.execute("XCLAIM", "s", "g", "b", "100", "1", "2", "JUSTID"))
                    .isEqualTo("*1\r\n$3\r\n2-0\r\n");
        }
    }

    @Test
    void shouldLogIdsAndTimesInsteadOfTheClock() {
        try (EngineHarness engine = engine()) {
            final String now = Long.toString(EngineHarness.START_MS);
            engine.execute("XADD", "s", "MAXLEN", "~", "1", "*", "f", "v");
            assertThat(engine.takeLogged()).containsExactly(List.of("XADD", "s", now + "-0", "f", "v"));
            engine.execute("XADD", "s", "MAXLEN", "1", "*", "f", "v");
            assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"),
                    List.of("XADD", "s", now + "-1", "f", "v"),
                    List.of("XTRIM", "s", "MAXLEN", "=", "1"), List.of("EXEC"));
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.takeLogged();
            engine.execute("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">");
            assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"),
                    List.of("XGROUP", "CREATECONSUMER", "s", "g", "c"),
                    List.of("XCLAIM", "s", "g", "c", "0", now + "-1", "TIME", now, "RETRYCOUNT", "1", "FORCE", "JUSTID",
                            "LASTID", now + "-1"),
                    List.of("XGROUP", "SETID", "s", "g", now + "-1", "ENTRIESREAD", "2"), List.of("EXEC"));
            engine.advanceMs(7);
            engine.execute("XCLAIM", "s", "g", "d", "5", now + "-1");
            assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"),
                    List.of("XGROUP", "CREATECONSUMER", "s", "g", "d"),
                    List.of("XCLAIM", "s", "g", "d", "0", now + "-1", "TIME", Long.toString(engine.nowMs()),
                            "RETRYCOUNT", "2", "FORCE", "JUSTID", "LASTID", now + "-1"),
                    List.of("EXEC"));
            engine.execute("XCLAIM", "s", "g", "d", "5", now + "-1");
            engine.execute("XREADGROUP", "GROUP", "g", "d", "STREAMS", "s", ">");
            assertThat(engine.takeLogged()).isEmpty();
            engine.execute("XDEL", "s", now + "-1");
            engine.takeLogged();
            engine.execute("XAUTOCLAIM", "s", "g", "c", "0", "0");
            assertThat(engine.takeLogged()).containsExactly(List.of("XACK", "s", "g", now + "-1"));
        }
    }

    @Test
    void shouldLogWhatWasTrimmedAroundEntriesThatStay() {
        try (EngineHarness engine = engine()) {
            fillAndRead(engine, 6);
            engine.run("XACK s g 1 2 4 6");
            engine.takeLogged();
            assertThat(engine.run("XTRIM s MAXLEN 1 ACKED")).isEqualTo(":4\r\n");
            assertThat(logged(engine)).containsExactly("MULTI", "XTRIM s DELREF MAXLEN = 4",
                    "XDELEX s DELREF IDS 1 4-0", "XDELEX s DELREF IDS 1 6-0", "EXEC");
            assertThat(engine.run("XTRIM s MAXLEN 1 ACKED")).isEqualTo(":0\r\n");
            assertThat(logged(engine)).isEmpty();
            engine.run("XACK s g 3 5");
            engine.takeLogged();
            assertThat(engine.run("XTRIM s MAXLEN 1 ACKED")).isEqualTo(":1\r\n");
            assertThat(logged(engine)).containsExactly("XTRIM s DELREF MAXLEN = 1");
        }
    }

    @Test
    void shouldLogWhatWasTrimmedWithItsReferences() {
        try (EngineHarness engine = engine()) {
            fillAndRead(engine, 4);
            engine.takeLogged();
            assertThat(engine.run("XTRIM s MINID 3 DELREF")).isEqualTo(":2\r\n");
            assertThat(logged(engine)).containsExactly("XTRIM s DELREF MAXLEN = 2");
            assertThat(pending(engine)).isEqualTo(2);
            engine.run("XADD s DELREF MAXLEN 2 5 f v");
            assertThat(logged(engine)).containsExactly("MULTI", "XADD s 5-0 f v", "XTRIM s DELREF MAXLEN = 2", "EXEC");
            assertThat(pending(engine)).isEqualTo(1);
            engine.run("XADD s ACKED MAXLEN 1 6 f v");
            assertThat(logged(engine)).containsExactly("XADD s 6-0 f v");
            engine.run("XACK s g 4");
            engine.takeLogged();
            engine.run("XADD s ACKED MAXLEN 1 7 f v");
            assertThat(logged(engine)).containsExactly("MULTI", "XADD s 7-0 f v", "XTRIM s DELREF MAXLEN = 3", "EXEC");
        }
    }

    @Test
    void shouldLogWhatDeletesByIdAsItCameAndOnlyWhenItChangesAnything() {
        try (EngineHarness engine = engine()) {
            fillAndRead(engine, 4);
            engine.takeLogged();
            assertThat(engine.run("XDELEX s ACKED IDS 2 1 9")).isEqualTo("*2\r\n:2\r\n:-1\r\n");
            assertThat(engine.run("XACKDEL s none IDS 1 1")).isEqualTo("*1\r\n:-1\r\n");
            assertThat(logged(engine)).isEmpty();
            for (final String command : List.of("XDELEX s KEEPREF IDS 1 1", "XDELEX s DELREF IDS 2 1 2",
                    "XACKDEL s g ACKED IDS 2 3 9", "XACKDEL s g IDS 1 4")) {
                engine.run(command);
                assertThat(logged(engine)).containsExactly(command);
            }
            assertThat(engine.integer("XLEN", "s")).isZero();
            assertThat(pending(engine)).isZero();
        }
    }

    @Test
    void shouldFreeStreamsAndGroupsInSlices() {
        try (EngineHarness engine = engine()) {
            fill(engine);
            final long blocks = streamBlocks(engine);
            assertThat(blocks).isGreaterThan(5_000);
            assertThat(engine.integer("XGROUP", "DESTROY", "s", "g")).isEqualTo(1);
            assertThat(streamBlocks(engine)).isGreaterThan(5_000);
            engine.freeAll();
            assertThat(streamBlocks(engine)).isLessThan(1_000);
            engine.execute("DEL", "s");
            engine.freeAll();
            assertThat(streamBlocks(engine)).isZero();
        }
    }

    @Test
    void shouldCopyAllOfAStream() {
        try (EngineHarness engine = engine()) {
            fill(engine);
            engine.execute("XDEL", "s", "4000");
            assertThat(engine.integer("COPY", "s", "t")).isEqualTo(1);
            final String copied = engine.execute("XINFO", "STREAM", "s", "FULL", "COUNT", "0");
            assertThat(engine.execute("XINFO", "STREAM", "t", "FULL", "COUNT", "0")).isEqualTo(copied);
            engine.execute("DEL", "s");
            engine.freeAll();
            assertThat(engine.execute("XINFO", "STREAM", "t", "FULL", "COUNT", "0")).isEqualTo(copied);
            engine.execute("DEL", "t");
            engine.freeAll();
            assertThat(streamBlocks(engine)).isZero();
        }
    }

    @Test
    void shouldCopyANodeAtTheGreatestId() {
        try (EngineHarness engine = engine()) {
            engine.execute("XADD", "s", GREATEST_ID, "f", "v");
            assertThat(engine.integer("COPY", "s", "t")).isEqualTo(1);
            assertThat(engine.execute("XRANGE", "t", "-", "+")).isEqualTo(engine.execute("XRANGE", "s", "-", "+"))
                    .contains(GREATEST_ID);
        }
    }

    @Test
    void shouldRefuseAndKeepAllWhenMemoryRunsOut() {
        try (EngineHarness engine = EngineHarness.withDataBytes(2 << 20, new StreamCommands(), new KeyCommands(),
                new MoveCommands())) {
            long entries = 0;
            while (!engine.execute("XADD", "s", "*", "field", "a value of some length").startsWith("-OOM")) {
                entries++;
            }
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            assertThat(engine.integer("XLEN", "s")).isEqualTo(entries);
            String reply = "";
            for (int i = 0; i < 100 && !reply.startsWith("-"); i++) {
                reply = engine.execute("XREADGROUP", "GROUP", "g", "c", "COUNT", "1000", "STREAMS", "s", ">");
            }
            assertThat(reply).startsWith("-OOM");
            assertThat(engine.execute("COPY", "s", "t")).startsWith("-OOM");
            assertThat(engine.exists("t")).isFalse();
            assertThat(engine.execute("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", "0")
                    .startsWith("*1\r\n*2\r\n$1\r\ns\r\n*" + pending(engine) + "\r\n")).isTrue();
            assertThat(engine.integer("XTRIM", "s", "MAXLEN", "10")).isPositive();
            engine.freeAll();
            assertThat(engine.execute("XADD", "s", "*", "field", "value")).startsWith("$");
        }
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndToTrimAtTheGreatestId() {
        try (EngineHarness engine = engine()) {
            engine.execute("XADD", "s", "1-0", "f", "v");
            engine.execute("XGROUP", "CREATE", "s", "g", "0");
            engine.execute("XADD", "s", "ACKED", "MAXLEN", "0", GREATEST_ID, "f", "v");
            assertThat(engine.integer("XLEN", "s")).isEqualTo(2);
            assertThat(engine.integer("XTRIM", "s", "MAXLEN", "0", "ACKED")).isZero();
            assertThat(engine.integer("XLEN", "s")).isEqualTo(2);
            assertThat(engine.integer("XTRIM", "s", "MAXLEN", "0", "DELREF")).isEqualTo(2);
        }
    }

    /** The first 1,024 ids that a command finds need no memory; there is none for more. */
    @Test
    void shouldClaimNoMoreThanItHasMemoryToTellOf() {
        try (EngineHarness engine = EngineHarness.withoutLog(new StreamCommands())) {
            for (int id = 1; id <= 1_500; id++) {
                engine.run("XADD s " + id + " f v");
            }
            final String ids = IntStream.rangeClosed(1, 1_500).mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            engine.run("XGROUP CREATE s g 0");
            engine.run("XREADGROUP GROUP g a COUNT 1500 STREAMS s >");

            assertThat(engine.runWithoutMemory("XAUTOCLAIM s g b 0 - COUNT 1500 JUSTID"))
                    .startsWith("*3\r\n$6\r\n1025-0\r\n*1024\r\n$3\r\n1-0\r\n")
                    .endsWith("\r\n1024-0\r\n*0\r\n");
            assertThat(engine.run("XPENDING s g - + 1500 b")).startsWith("*1024\r\n");

            assertThat(engine.runWithoutMemory("XCLAIM s g c 0 " + ids + " JUSTID"))
                    .startsWith("*1024\r\n$3\r\n1-0\r\n").endsWith("\r\n1024-0\r\n");
            assertThat(engine.run("XPENDING s g - + 1500 c")).startsWith("*1024\r\n");

            assertThat(engine.run("XDEL s " + ids)).isEqualTo(":1500\r\n");
            assertThat(engine.runWithoutMemory("XAUTOCLAIM s g d 0 - COUNT 1500 JUSTID"))
                    .startsWith("*3\r\n$6\r\n1025-0\r\n*0\r\n*1024\r\n$3\r\n1-0\r\n");
            assertThat(pending(engine)).isEqualTo(1_500 - 1_024);
        }
    }

    @Test
    void shouldTakeNoEntriesThatThereIsNoMemoryToLog() {
        try (EngineHarness engine = engine()) {
            addEntries(engine, 1_000);
            engine.run("XGROUP CREATECONSUMER s g c");
            engine.takeLogged();

            assertThat(engine.runWithoutMemory("XREADGROUP GROUP g c STREAMS s >")).startsWith("-OOM");

            assertThat(engine.takeLogged()).isEmpty();
            assertThat(pending(engine)).isZero();
            assertThat(engine.run("XREADGROUP GROUP g c COUNT 1 STREAMS s >")).contains("\r\n1-0\r\n");
        }
    }

    @Test
    void shouldLogManyIdsByTheThousand() {
        try (EngineHarness engine = engine()) {
            addEntries(engine, 5_000);
            engine.takeLogged();

            engine.run("XREADGROUP GROUP g c STREAMS s >");

            final List<List<String>> claims = engine.takeLogged().stream()
                    .filter(command -> command.getFirst().equals("XCLAIM")).toList();
            assertThat(claims).hasSizeGreaterThan(1).allSatisfy(claim -> assertThat(claim).hasSizeLessThan(4_200));
            assertThat(claims.stream().flatMap(claim -> claim.subList(5, claim.size() - 8).stream()).toList())
                    .isEqualTo(IntStream.rangeClosed(1, 5_000).mapToObj(id -> id + "-0").toList());
            assertThat(pending(engine)).isEqualTo(5_000);
        }
    }

    private static void addEntries(final EngineHarness engine, final int count) {
        for (int id = 1; id <= count; id++) {
            engine.run("XADD s " + id + " f v");
        }
        engine.run("XGROUP CREATE s g 0");
    }

    private static long pending(final EngineHarness engine) {
        final String reply = engine.execute("XPENDING", "s", "g");
        return reply.startsWith("*4") ? Long.parseLong(reply.substring(5, reply.indexOf('\r', 5))) : 0;
    }

    private static List<String> logged(final EngineHarness engine) {
        return engine.takeLogged().stream().map(words -> String.join(" ", words)).toList();
    }

    /** So many entries, all of them pending. */
    private static void fillAndRead(final EngineHarness engine, final int entries) {
        for (int id = 1; id <= entries; id++) {
            engine.run("XADD s " + id + " f v");
        }
        engine.run("XGROUP CREATE s g 0");
        engine.run("XREADGROUP GROUP g c STREAMS s >");
    }

    private static void fill(final EngineHarness engine) {
        for (int i = 1; i <= 8_000; i++) {
            engine.execute("XADD", "s", Integer.toString(i), "f", "v" + i);
        }
        engine.execute("XGROUP", "CREATE", "s", "g", "0");
        engine.execute("XGROUP", "CREATE", "s", "h", "7");
        engine.execute("XREADGROUP", "GROUP", "g", "c", "COUNT", "4000", "STREAMS", "s", ">");
        engine.execute("XREADGROUP", "GROUP", "g", "d", "COUNT", "2000", "STREAMS", "s", ">");
        engine.execute("XREADGROUP", "GROUP", "h", "c", "COUNT", "100", "STREAMS", "s", ">");
    }

    private static long streamBlocks(final EngineHarness engine) {
        return engine.dataArena().blockCount(MemoryTag.STREAM);
    }

    private static EngineHarness engine() {
        return EngineHarness.of(new StreamCommands(), new KeyCommands(), new MoveCommands());
    }
}
