package io.ringhold.engine.commands.server.info.section;

import io.ringhold.engine.process.ProcessFigures;
import io.ringhold.engine.process.ProcessFigures.CpuTimes;

/** CPU time in seconds: of the whole process, of its children, of the engine's thread. */
final class CpuSection implements InfoSection {
    private static final int DECIMALS = 6;

    @Override
    public String title() {
        return "CPU";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        final CpuTimes process = context.process().cpu();
        text.decimal("used_cpu_sys", process.system(), DECIMALS);
        text.decimal("used_cpu_user", process.user(), DECIMALS);
        final CpuTimes children = context.process().childrenCpu();
        text.decimal("used_cpu_sys_children", children.system(), DECIMALS);
        text.decimal("used_cpu_user_children", children.user(), DECIMALS);
        final CpuTimes thread = ProcessFigures.threadTimes();
        text.decimal("used_cpu_sys_main_thread", thread.system(), DECIMALS);
        text.decimal("used_cpu_user_main_thread", thread.user(), DECIMALS);
    }
}
