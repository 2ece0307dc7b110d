package io.ringhold.engine.hotkeys;

import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.Traffic;
import io.ringhold.engine.process.ProcessFigures;

/** What the server has done since it started, whatever CONFIG RESETSTAT has forgotten. Engine thread; for cold paths. */
public final class ServerTotals {
    private static final double MS_PER_SECOND = 1000;

    private final CommandTable commands;
    private final ServerControl control;
    /** What the commands' counters had when they were reset. */
    private long forgottenNs;

    /**
     * What has been done up to a time, or between two.
     *
     * @param commandNs
     *            time of all commands, in ns.
     * @param netBytes
     *            received and sent.
     * @param userMs
     *            CPU time of the process, in ms.
     * @param systemMs
     *            the same of the kernel for it.
     */
    public record Reading(long commandNs, long netBytes, long userMs, long systemMs) {
        Reading since(final Reading earlier) {
            return new Reading(commandNs - earlier.commandNs, netBytes - earlier.netBytes, userMs - earlier.userMs,
                    systemMs - earlier.systemMs);
        }
    }

    ServerTotals(final CommandTable commands, final ServerControl control) {
        this.commands = commands;
        this.control = control;
    }

    Reading read() {
        final Traffic traffic = control.traffic();
        final ProcessFigures.CpuTimes cpu = ProcessFigures.processTimes().all();
        return new Reading(forgottenNs + commandNs(commands.commands()),
                traffic.inputBytes() + traffic.outputBytes(), Math.round(cpu.user() * MS_PER_SECOND),
                Math.round(cpu.system() * MS_PER_SECOND));
    }

    /** The commands' counters are about to be reset. */
    void commandsForgotten() {
        forgottenNs += commandNs(commands.commands());
    }

    private static long commandNs(final List<Command> commands) {
        long sum = 0;
        for (final Command command : commands) {
            sum += command.nanoseconds();
            if (command.subcommands() != null) {
                sum += commandNs(command.subcommands().commands());
            }
        }
        return sum;
    }
}
