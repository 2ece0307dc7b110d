package io.ringhold.engine.command;

import java.util.List;
import java.util.Set;

import io.ringhold.engine.command.spec.CommandFlag;
import io.ringhold.engine.command.spec.CommandGroup;
import io.ringhold.engine.command.spec.CommandSpec;
import io.ringhold.engine.latency.LatencyHistogram;
import io.ringhold.engine.pipeline.RequestBatch;

/** A command of the table at run time: its specification, its handler, and what is counted of it. Engine thread. */
public final class Command {
    /** What clients may send that have subscribed and speak RESP2, where replies could be taken for messages. */
    private static final Set<String> ALLOWED_TO_SUBSCRIBERS = Set.of("subscribe", "unsubscribe", "psubscribe",
            "punsubscribe", "ssubscribe", "sunsubscribe", "ping", "quit", "reset");

    /** What writes nothing and is refused as writes are, so that who looks after a server hears of it. */
    private static final String TELLING_OF_THE_DISK = "ping";

    /** Commands about the connection whose arguments are data, which stay outside of the heap. */
    private static final Set<String> TAKING_DATA = Set.of("ping", "echo", "client|tracking");

    private final CommandSpec spec;
    private final String fullName;
    private final CommandHandler handler;
    private final CommandTable subcommands;
    private final int arity;
    private final int firstKey;
    private final boolean write;
    private final boolean needsDisk;
    private final boolean denyOom;
    private final boolean allowedUnauthenticated;
    private final boolean allowedWhileLoading;
    private final boolean mayReplicate;
    private final boolean brief;
    private final boolean readsKeys;
    private final boolean allowedToSubscribers;
    private final boolean immediate;
    private final boolean allowedInTransaction;
    private final boolean readOnly;
    private final boolean monitored;
    private final boolean takesShortTexts;

    private final LatencyHistogram latency = new LatencyHistogram();
    private long calls;
    private long nanoseconds;
    private long rejectedCalls;
    private long failedCalls;

    /**
     * @param handler
     *            null only for a container.
     * @param subcommands
     *            empty for a command that is no container.
     */
    Command(final CommandSpec spec, final CommandHandler handler, final List<Command> subcommands) {
        this.spec = spec;
        this.fullName = spec.fullName();
        this.handler = handler;
        this.subcommands = subcommands.isEmpty() ? null : new CommandTable(subcommands);
        this.arity = spec.arity();
        this.firstKey = spec.hasKeys() ? spec.firstKey() : 0;
        this.write = spec.has(CommandFlag.WRITE);
        this.needsDisk = write || TELLING_OF_THE_DISK.equals(fullName);
        this.denyOom = spec.has(CommandFlag.DENYOOM);
        this.allowedUnauthenticated = spec.has(CommandFlag.NO_AUTH);
        this.allowedWhileLoading = spec.has(CommandFlag.LOADING);
        this.mayReplicate = spec.has(CommandFlag.MAY_REPLICATE);
        this.readsKeys = spec.has(CommandFlag.READONLY) && !spec.keys().isEmpty()
                && spec.group() != CommandGroup.SCRIPTING;
        this.allowedToSubscribers = ALLOWED_TO_SUBSCRIBERS.contains(fullName);
        this.readOnly = spec.has(CommandFlag.READONLY);
        this.monitored = !spec.has(CommandFlag.SKIP_MONITOR) && !spec.has(CommandFlag.ADMIN);
        this.takesShortTexts = (spec.group() == CommandGroup.CONNECTION || spec.group() == CommandGroup.SERVER)
                && !TAKING_DATA.contains(fullName);
        this.brief = spec.has(CommandFlag.FAST) || spec.has(CommandFlag.BRIEF);
        this.immediate = spec.has(CommandFlag.IMMEDIATE);
        this.allowedInTransaction = !spec.has(CommandFlag.NO_MULTI);
    }

    public CommandSpec spec() {
        return spec;
    }

    /** Lower-case name, of a subcommand with its container's ("client|list"). */
    public String fullName() {
        return fullName;
    }

    /** Redis' name in upper case, of a subcommand its container's. */
    String topName() {
        return spec.container() == null ? spec.name() : spec.container();
    }

    CommandHandler handler() {
        return handler;
    }

    /** The subcommands, or null when the command is no container. */
    public CommandTable subcommands() {
        return subcommands;
    }

    /** The subcommand that a call of this container names, or null; this command when it is no container, or no subcommand was given. */
    Command resolve(final RequestBatch batch, final int frame) {
        return subcommands == null || batch.argumentCount(frame) < 2
                ? this
                : subcommands.find(batch.argumentAddress(frame, 1), batch.argumentLength(frame, 1));
    }

    /** Index of the first key argument, 0 when there is none. */
    int firstKey() {
        return firstKey;
    }

    /** True when so many arguments, the name included, are allowed. */
    boolean acceptsArguments(final int count) {
        return arity >= 0 ? count == arity : count >= -arity;
    }

    /** True when the command changes data. */
    public boolean isWrite() {
        return write;
    }

    /** True when the command is refused while the data cannot be kept on disk. */
    boolean needsDisk() {
        return needsDisk;
    }

    /** True when the command reads or may change data. */
    boolean touchesKeyspace() {
        return write || readOnly || mayReplicate;
    }

    /** True when the arguments are words and names, not data. */
    boolean takesShortTexts() {
        return takesShortTexts;
    }

    /** True when MONITOR shows the command. */
    public boolean isMonitored() {
        return monitored;
    }

    /** True when the command is refused while memory is short. */
    public boolean isDeniedOutOfMemory() {
        return denyOom;
    }

    boolean isAllowedUnauthenticated() {
        return allowedUnauthenticated;
    }

    /** True when the command may run while data are loaded. */
    public boolean isAllowedWhileLoading() {
        return allowedWhileLoading;
    }

    boolean isAllowedToSubscribers() {
        return allowedToSubscribers;
    }

    /** True when the command is executed at once between MULTI and EXEC. */
    boolean isImmediate() {
        return immediate;
    }

    boolean isAllowedInTransaction() {
        return allowedInTransaction;
    }

    /** True when CLIENT PAUSE WRITE holds the command back. */
    public boolean isPausedWithWrites() {
        return write || mayReplicate;
    }

    /** True when a call with few bytes takes about the same time whatever the data: then several may be timed as one. */
    boolean isBrief() {
        return brief;
    }

    /** True when the command reads keys that are among its arguments, and changes nothing; what scripts read, their own commands read. */
    public boolean readsKeys() {
        return readsKeys;
    }

    void called(final int times, final long elapsedNs) {
        calls += times;
        nanoseconds += elapsedNs;
    }

    void rejected() {
        rejectedCalls++;
    }

    void failed() {
        failedCalls++;
    }

    public long calls() {
        return calls;
    }

    /** Time spent executing, all calls together. */
    public long nanoseconds() {
        return nanoseconds;
    }

    /** Calls refused before execution: arity, authentication, memory. */
    public long rejectedCalls() {
        return rejectedCalls;
    }

    /** Calls that were executed and answered with an error. */
    public long failedCalls() {
        return failedCalls;
    }

    /** How long calls took, unless tracking is off. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** Sets all counters to 0. */
    public void resetStatistics() {
        calls = 0;
        nanoseconds = 0;
        rejectedCalls = 0;
        failedCalls = 0;
        latency.reset();
    }
}
