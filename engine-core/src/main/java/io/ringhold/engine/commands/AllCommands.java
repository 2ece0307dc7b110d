package io.ringhold.engine.commands;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.bitmap.BitmapCommands;
import io.ringhold.engine.commands.connection.ClientCommands;
import io.ringhold.engine.commands.connection.ClientListCommands;
import io.ringhold.engine.commands.connection.ConnectionCommands;
import io.ringhold.engine.commands.connection.HandshakeCommands;
import io.ringhold.engine.commands.connection.TrackingCommands;
import io.ringhold.engine.commands.generic.DumpCommands;
import io.ringhold.engine.commands.generic.ExpiryCommands;
import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.commands.generic.MigrateCommand;
import io.ringhold.engine.commands.generic.MoveCommands;
import io.ringhold.engine.commands.generic.ObjectCommands;
import io.ringhold.engine.commands.generic.ScanCommands;
import io.ringhold.engine.commands.generic.SortCommands;
import io.ringhold.engine.commands.generic.TimeToLiveCommands;
import io.ringhold.engine.commands.geo.GeoCommands;
import io.ringhold.engine.commands.hash.HashCommands;
import io.ringhold.engine.commands.hyperloglog.HyperLogLogCommands;
import io.ringhold.engine.commands.list.ListCommands;
import io.ringhold.engine.commands.pubsub.PubSubCommands;
import io.ringhold.engine.commands.pubsub.PublishCommands;
import io.ringhold.engine.commands.pubsub.SubscriptionCommands;
import io.ringhold.engine.commands.server.CommandCommands;
import io.ringhold.engine.commands.server.ConfigCommands;
import io.ringhold.engine.commands.server.DatabaseCommands;
import io.ringhold.engine.commands.server.DebugCommand;
import io.ringhold.engine.commands.server.LolwutCommand;
import io.ringhold.engine.commands.server.MonitorCommand;
import io.ringhold.engine.commands.server.PersistenceCommands;
import io.ringhold.engine.commands.server.TimeCommand;
import io.ringhold.engine.commands.server.hotkeys.HotkeysCommands;
import io.ringhold.engine.commands.server.info.InfoCommand;
import io.ringhold.engine.commands.server.latency.LatencyCommands;
import io.ringhold.engine.commands.server.latency.SlowlogCommands;
import io.ringhold.engine.commands.server.memory.MemoryCommands;
import io.ringhold.engine.commands.set.SetCommands;
import io.ringhold.engine.commands.sortedset.SortedSetCommands;
import io.ringhold.engine.commands.stream.StreamCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.commands.transaction.TransactionCommands;
import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.SystemEpochMicroClock;

/** The handlers of all commands. */
public final class AllCommands {
    private AllCommands() {}

    /** New handlers of every group, for one engine: handlers may hold state. They go by the system's clock. */
    public static List<CommandGroupHandlers> groups() {
        return groups(new SystemEpochMicroClock());
    }

    /**
     * As {@link #groups()}, with another clock.
     *
     * @param clock
     *            Unix time in us, for commands that tell the time.
     */
    public static List<CommandGroupHandlers> groups(final EpochMicroClock clock) {
        final List<CommandGroupHandlers> groups = new ArrayList<>();
        groups.addAll(List.of(new DumpCommands(), new ExpiryCommands(), new KeyCommands(),
                new MigrateCommand(), new MoveCommands(),
                new ObjectCommands(),
                new ScanCommands(), new SortCommands(),
                new TimeToLiveCommands()));
        groups.addAll(List.of(new ClientCommands(), new ClientListCommands(), new ConnectionCommands(),
                new HandshakeCommands(), new TrackingCommands()));
        groups.addAll(List.of(new PublishCommands(), new PubSubCommands(), new SubscriptionCommands()));
        groups.addAll(List.of(new CommandCommands(), new ConfigCommands(), new DatabaseCommands(), new DebugCommand(),
                new HotkeysCommands(), new InfoCommand(clock), new LatencyCommands(), new LolwutCommand(),
                new MonitorCommand(clock), new PersistenceCommands(),
                new MemoryCommands(), new TimeCommand(clock),
                new SlowlogCommands()));
        groups.addAll(List.of(new StringCommands(), new BitmapCommands(), new ListCommands(),
                new SetCommands(), new HashCommands(), new SortedSetCommands(), new HyperLogLogCommands(),
                new StreamCommands(), new GeoCommands(), new TransactionCommands()));
        return groups;
    }
}
