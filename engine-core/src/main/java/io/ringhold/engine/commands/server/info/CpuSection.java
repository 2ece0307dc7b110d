package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.process.ProcessFigures;

/** CPU time in seconds: of the whole process, of its children, of the engine's thread. */
final class CpuSection implements InfoSection {
    @Override
    public String title() {
        return "CPU";
    }

    @Override
    public void write(final CommandContext context, final InfoText text) {
        write(text, "", ProcessFigures.cpuTimes());
        write(text, "_children", ProcessFigures.childrenCpuTimes());
        write(text, "_main_thread", ProcessFigures.threadCpuTimes());
    }

    private static void write(final InfoText text, final String whose, final ProcessFigures.CpuTimes times) {
        text.decimal("used_cpu_sys" + whose, "%.6f", times.system());
        text.decimal("used_cpu_user" + whose, "%.6f", times.user());
    }
}
