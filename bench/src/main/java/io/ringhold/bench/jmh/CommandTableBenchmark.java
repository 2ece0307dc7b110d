package io.ringhold.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Finding a command by the name in a request. */
public class CommandTableBenchmark extends MicroBenchmark {
    private CommandTable table;
    private Arena arena;
    private long get;
    private long set;
    private long unknown;
    private long[] names;
    private int[] lengths;
    private int next;

    @Setup
    public void load() {
        table = CommandTable.load(AllCommands.groups());
        arena = Arena.reserve(ArenaOptions.of("bench", 64L << 20));
        get = name("GET");
        set = name("set");
        unknown = name("NOSUCH");
        final List<String> all = table.commands().stream().map(command -> command.spec().name()).toList();
        names = all.stream().mapToLong(this::name).toArray();
        lengths = all.stream().mapToInt(String::length).toArray();
    }

    private long name(final String name) {
        final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        final long block = arena.allocate(bytes.length, MemoryTag.SCRATCH);
        arena.putArray(block, bytes, 0, bytes.length);
        return arena.address(block);
    }

    @TearDown
    public void release() {
        arena.close();
    }

    /** In upper case, as most clients write. */
    @Benchmark
    public Command findGet() {
        return table.find(get, 3);
    }

    /** In lower case. */
    @Benchmark
    public Command findSetInLowerCase() {
        return table.find(set, 3);
    }

    /** A name that is no command. */
    @Benchmark
    public Command findUnknown() {
        return table.find(unknown, 6);
    }

    /** Every command in turn. */
    @Benchmark
    public Command findAll() {
        next = next + 1 == names.length ? 0 : next + 1;
        return table.find(names[next], lengths[next]);
    }
}
