package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;

/** CPU time of the whole process, in seconds. */
final class CpuSection implements InfoSection {
    @Override
    public String title() {
        return "CPU";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        final ProcessFigures.CpuTimes times = ProcessFigures.cpuTimes();
        text.decimal("used_cpu_sys", "%.6f", times.system());
        text.decimal("used_cpu_user", "%.6f", times.user());
    }
}
