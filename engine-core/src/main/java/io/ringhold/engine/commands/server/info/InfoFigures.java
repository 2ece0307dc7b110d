package io.ringhold.engine.commands.server.info;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.engine.Engine;
import io.ringhold.engine.commands.server.info.section.InfoContext;
import io.ringhold.engine.commands.server.info.section.InfoFields;
import io.ringhold.engine.commands.server.info.section.InfoPart;
import io.ringhold.engine.commands.server.info.section.InfoSection;
import io.ringhold.engine.commands.server.info.section.InfoSections;
import io.ringhold.engine.process.ProcessSnapshot;
import org.agrona.concurrent.EpochMicroClock;

/**
 * What INFO shows without arguments, as values at one moment instead of as text: for those who serve the figures in another form. Immutable, so for
 * any thread, once it is made.
 */
public final class InfoFigures {
    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> parts = new LinkedHashMap<>();

    private InfoFigures() {}

    /** Makes such figures of one engine again and again. Engine thread. */
    public static final class Gatherer {
        private final Engine engine;
        private final List<InfoSection> sections;

        /**
         * @param clock
         *            Unix time in us.
         */
        public Gatherer(final Engine engine, final EpochMicroClock clock) {
            this.engine = engine;
            sections = InfoSections.all(clock).stream().filter(InfoSection::isDefault).toList();
        }

        /**
         * The figures of this moment.
         *
         * @param process
         *            the process around the engine, a moment before.
         */
        public InfoFigures gather(final ProcessSnapshot process) {
            final InfoContext context = new InfoContext(engine, process);
            final InfoFigures figures = new InfoFigures();
            final Collector collector = new Collector(figures);
            for (final InfoSection section : sections) {
                section.write(context, collector);
            }
            return figures;
        }
    }

    /** Fields that are one figure, in the order of INFO: flags are 0 or 1, {@code ok} is 1 and {@code err} 0, percentages are of 100. */
    public Map<String, Double> numbers() {
        return Collections.unmodifiableMap(numbers);
    }

    /** Fields that are words. */
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(texts);
    }

    /** Fields of several figures, which stand by their names ({@code db0}: {@code keys}, {@code expires}, {@code avg_ttl}). */
    public Map<String, Map<String, Long>> parts() {
        return Collections.unmodifiableMap(parts);
    }

    private record Collector(InfoFigures figures) implements InfoFields {
        @Override
        public void field(final String name, final String value) {
            figures.texts.put(name, value);
        }

        @Override
        public void field(final String name, final long value) {
            figures.numbers.put(name, (double) value);
        }

        @Override
        public void decimal(final String name, final double value, final int decimals) {
            figures.numbers.put(name, value);
        }

        @Override
        public void percent(final String name, final double value) {
            figures.numbers.put(name, value);
        }

        @Override
        public void status(final String name, final boolean ok) {
            flag(name, ok);
        }

        @Override
        public void bytes(final String name, final long value) {
            field(name, value);
        }

        @Override
        public void parts(final String name, final InfoPart... values) {
            final Map<String, Long> named = new LinkedHashMap<>();
            for (final InfoPart part : values) {
                named.put(part.name(), part.value());
            }
            figures.parts.put(name, named);
        }
    }
}
