package io.ringhold.engine.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.Command;
import io.ringhold.engine.commands.server.info.InfoFigures;
import io.ringhold.engine.latency.Distribution;
import io.ringhold.engine.latency.EngineLatency;
import io.ringhold.engine.latency.FlushRecorder;
import io.ringhold.engine.latency.LongestPauses;
import io.ringhold.engine.latency.StageLatency;
import io.ringhold.engine.process.ProcessSnapshot;
import org.agrona.concurrent.EpochMicroClock;

/**
 * All figures of one moment. Nothing changes them any more, so they are for any thread.
 *
 * @param info
 *            what INFO shows.
 * @param commands
 *            every command that somebody has sent, in the order of the table.
 * @param stages
 *            how long batches took, by the names of the stages without INFO's {@code stage_}, in the order of their way.
 * @param busyNs
 *            time that the engine thread has worked.
 * @param longestPauseNs
 *            its longest step.
 */
public record EngineFigures(InfoFigures info, List<CommandFigures> commands, Map<String, Distribution> stages,
        long busyNs, long longestPauseNs) {

    /** Makes such figures of one engine again and again. Engine thread. */
    public static final class Gatherer {
        private static final int WARM_UP_ROUNDS = 50;
        private static final long LONGEST_SAMPLE_NS = TimeUnit.SECONDS.toNanos(10);

        private final Engine engine;
        private final InfoFigures.Gatherer info;

        /**
         * @param clock
         *            Unix time in us.
         */
        public Gatherer(final Engine engine, final EpochMicroClock clock) {
            this.engine = engine;
            this.info = new InfoFigures.Gatherer(engine, clock);
        }

        /**
         * The figures of this moment.
         *
         * @param process
         *            the process around the engine, a moment before.
         */
        public EngineFigures gather(final ProcessSnapshot process) {
            final EngineLatency latency = engine.latency();
            final List<LongestPauses.Pause> pauses = latency.pauses().longest();
            return new EngineFigures(info.gather(process), commands(), stages(latency.stages()), latency.busyNs(),
                    pauses.isEmpty() ? 0 : pauses.getFirst().elapsedNs());
        }

        /**
         * Gathers again and again, so that the compiler makes code of it: what runs for the first times is interpreted and would keep the engine
         * for milliseconds. Before the engine's thread is started.
         *
         * @param process
         *            the process around the engine.
         */
        public void warmUp(final ProcessSnapshot process) {
            final StageLatency sample = new StageLatency();
            final FlushRecorder flushes = sample.newFlushRecorder();
            for (long ns = 1; ns < LONGEST_SAMPLE_NS; ns *= 2) {
                sample.taken(0, ns);
                sample.executed(ns);
                sample.held(ns);
                flushes.record(ns);
            }
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                gather(process);
                stages(sample);
            }
        }

        private List<CommandFigures> commands() {
            final List<CommandFigures> figures = new ArrayList<>();
            for (final Command command : engine.commands().commands()) {
                add(command, figures);
                if (command.subcommands() != null) {
                    command.subcommands().commands().forEach(subcommand -> add(subcommand, figures));
                }
            }
            return figures;
        }

        private static void add(final Command command, final List<CommandFigures> figures) {
            if (command.calls() != 0 || command.rejectedCalls() != 0 || command.failedCalls() != 0) {
                figures.add(CommandFigures.of(command));
            }
        }

        private static Map<String, Distribution> stages(final StageLatency stages) {
            final Map<String, Distribution> figures = new LinkedHashMap<>();
            figures.put("queue_wait", stages.queueWait().distribution());
            figures.put("execute", stages.execute().distribution());
            figures.put("log_hold", stages.logHold().distribution());
            figures.put("reply_flush", stages.replyFlush().distribution());
            return figures;
        }
    }
}
