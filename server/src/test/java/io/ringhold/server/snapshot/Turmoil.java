package io.ringhold.server.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.random.CommandGenerator;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;

/**
 * Writers that change everything at full speed: random commands on all types, databases that are swapped and emptied, tables that grow and
 * shrink, huge values that go, and, once that is allowed, keys and fields that expire soon.
 */
final class Turmoil implements AutoCloseable {
    private static final int BATCH = 60;
    private static final String VALUE = "v".repeat(100);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean expiring;
    private volatile boolean ending;
    private final AtomicLong batches = new AtomicLong();

    /** Begins with some writers; {@code flush} is the command that empties databases. */
    Turmoil(final ServerProcess server, final int writers, final long seed, final String flush) {
        for (int i = 0; i < writers; i++) {
            final long writerSeed = seed + 1000L * (i + 1);
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(server, writerSeed, flush)));
        }
    }

    /** From now on keys and fields may expire within milliseconds. */
    void letExpire() {
        expiring = true;
    }

    /** How many batches all writers together have had answered. */
    long batches() {
        return batches.get();
    }

    private void write(final ServerProcess server, final long seed, final String flush) {
        final Random random = new Random(seed);
        final CommandGenerator generator = new CommandGenerator(seed);
        try (RespConnection connection = server.connect()) {
            while (!ending) {
                final List<Command> batch = new ArrayList<>();
                for (final Command command : generator.commands(BATCH)) {
                    // some of them have short times to live
                    if (expiring || !command.toString().contains("EX") && !command.toString().contains("PX")) {
                        batch.add(command);
                    }
                }
                batch.addAll(special(random, flush));
                RandomData.send(connection, batch);
                batches.incrementAndGet();
            }
        } catch (final RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private List<Command> special(final Random random, final String flush) {
        final String n = Integer.toString(random.nextInt(10));
        final List<Command> some = new ArrayList<>();
        switch (random.nextInt(14)) {
            case 0 -> some.add(Command.parse("SELECT " + random.nextInt(4)));
            case 1 -> some.add(Command.parse("SWAPDB " + random.nextInt(4) + " " + random.nextInt(4)));
            case 2 -> {
                for (int i = 0; i < 5000; i += 2) {
                    some.add(Command
                            .parse("MSET grow" + n + ":" + i + " " + VALUE + " grow" + n + ":" + (i + 1) + " 1"));
                }
            }
            case 3 -> {
                for (int i = 0; i < 5000; i += 2) {
                    some.add(Command.parse("DEL grow" + n + ":" + i + " grow" + n + ":" + (i + 1)));
                }
            }
            case 4 -> some.add(Command.parse("UNLINK big:list big:hash"));
            case 5 -> some.add(Command.parse("DEL big:set big:zset big:stream"));
            case 6 ->
                some.add(Command.parse("LTRIM big:list " + random.nextInt(1000) + " -" + random.nextInt(1, 1000)));
            case 7 -> {
                if (random.nextInt(8) == 0) {
                    some.add(Command.parse(flush));
                }
            }
            case 8, 9 -> {
                for (int i = 0; i < 50; i++) {
                    some.add(Command.parse("ZINCRBY big:zset " + i + " m" + random.nextInt(10_000)));
                    some.add(Command.parse("HSET big:hash f" + random.nextInt(10_000) + " " + "y".repeat(i)));
                    some.add(Command.parse("LSET big:list " + random.nextInt(10_000) + " " + "z".repeat(i)));
                    some.add(Command.parse("XDEL big:stream " + random.nextInt(10_000) + "-1"));
                    some.add(Command.parse("SREM big:intset 1" + random.nextInt(400)));
                }
            }
            default -> {
                if (expiring) {
                    some.add(Command.parse("PEXPIRE big:set " + random.nextInt(50)));
                    some.add(Command.parse("HPEXPIRE timed" + random.nextInt(4) + " " + random.nextInt(1, 50)
                            + " FIELDS 1 " + random.nextInt(40)));
                    some.add(Command.parse("SET brief" + n + " v PX " + random.nextInt(1, 50)));
                }
            }
        }
        return some;
    }

    /** Ends the writers; throws what one of them met. */
    @Override
    public void close() {
        ending = true;
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (failure.get() != null) {
            throw new AssertionError("a writer failed", failure.get());
        }
    }
}
