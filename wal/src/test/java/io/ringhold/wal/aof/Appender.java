package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that appends numbered commands for ever and prints the number of the last one that it may acknowledge; on
 * request it also rewrites its log again and again, into bases that say how many commands they stand for.
 */
final class Appender {
    private static final int PIPELINE = 16;

    private Appender() {}

    static AppendLogConfig config(final Path dir, final FsyncPolicy policy) {
        return AppendLogConfig.of(dir).withPolicy(policy).withSlices(64 << 10, 256 << 10);
    }

    static String[] command(final int number) {
        return new String[] {"SET", "key:" + number, "v".repeat(number % 700)};
    }

    static String line(final int number) {
        return String.join(" ", command(number));
    }

    public static void main(final String[] arguments) throws IOException {
        final AppendLogConfig config = config(Path.of(arguments[0]), FsyncPolicy.valueOf(arguments[1]));
        try (LogHarness harness = new LogHarness()) {
            final Thread engine = Thread.currentThread();
            harness.onRing(() -> LockSupport.unpark(engine));
            harness.open(config).log().start(Thread::new);
            int next = Integer.parseInt(arguments[2]);
            final boolean rewrites = Boolean.parseBoolean(arguments[3]);
            while (true) {
                if (rewrites) {
                    rewriteOn(harness.log().rewrite(), next);
                }
                for (int i = 0; i < PIPELINE; i++) {
                    harness.append(0, command(next++));
                }
                if (harness.log().holdsReplies()) {
                    awaitDurable(harness.log());
                }
                System.out.println(next - 1);
                System.out.flush();
            }
        }
    }

    private static void rewriteOn(final LogRewrite rewrite, final int next) {
        switch (rewrite.state()) {
            case IDLE, DONE -> rewrite.prepare();
            case READY -> {
                rewrite.cut();
                Thread.ofPlatform().daemon().start(() -> complete(rewrite, next));
            }
            case PREPARING, CUT -> {
                // others work on it
            }
            case FAILED -> throw new AssertionError(rewrite.error());
            default -> throw new AssertionError(rewrite.state());
        }
    }

    /** What a snapshot's thread does: a base that stands for the first commands. */
    static void complete(final LogRewrite rewrite, final int commands) {
        try {
            Files.write(rewrite.temporaryBase(), LogHarness.command("BASE", "" + commands));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        rewrite.complete(false);
    }

    /** How many commands, numbered from 0 without a gap, a log has replayed to. */
    static int numbers(final LogHarness harness) {
        final List<String> replayed = RewriteHarness.commands(harness);
        final boolean base = !replayed.isEmpty() && replayed.getFirst().startsWith("BASE ");
        final int first = base ? Integer.parseInt(replayed.getFirst().substring("BASE ".length())) : 0;
        final List<String> rest = replayed.subList(base ? 1 : 0, replayed.size());
        assertThat(rest).isEqualTo(IntStream.range(first, first + rest.size()).mapToObj(Appender::line).toList());
        return first + rest.size();
    }

    private static void awaitDurable(final AppendLog log) {
        while (log.durablePosition() < log.position()) {
            LockSupport.park(log);
        }
    }
}
