package io.ringhold.engine.commands.server.info;

import io.ringhold.engine.process.ProcessFigures;

/** CPU time in seconds: of the whole process, of its children, of the engine's thread. */
final class CpuSection implements InfoSection {
    @Override
    public String title() {
        return "CPU";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        write(text, "", context.process().cpu());
        write(text, "_children", context.process().childrenCpu());
        write(text, "_main_thread", ProcessFigures.threadCpuTimes());
    }

    private static void write(final InfoFields text, final String whose, final ProcessFigures.CpuTimes times) {
        text.decimal("used_cpu_sys" + whose, "%.6f", times.system());
        text.decimal("used_cpu_user" + whose, "%.6f", times.user());
    }
}
