package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that appends numbered commands for ever and prints the number of the last one that it may acknowledge. */
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
            while (true) {
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

    private static void awaitDurable(final AppendLog log) {
        while (log.durablePosition() < log.position()) {
            LockSupport.park(log);
        }
    }
}
