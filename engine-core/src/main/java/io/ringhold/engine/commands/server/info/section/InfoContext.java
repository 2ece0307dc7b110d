package io.ringhold.engine.commands.server.info.section;

import io.ringhold.engine.Engine;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.process.ProcessSnapshot;

/** What sections of INFO are written from. Engine thread. */
public final class InfoContext {
    private final Engine engine;
    private ProcessSnapshot process;

    /**
     * @param process
     *            null to read it when a section needs it.
     */
    public InfoContext(final Engine engine, final ProcessSnapshot process) {
        this.engine = engine;
        this.process = process;
    }

    Engine engine() {
        return engine;
    }

    Keyspace keyspace() {
        return engine.keyspace();
    }

    /** Unix time in ms; stands still while a turn of the engine lasts. */
    long nowMs() {
        return keyspace().nowMs();
    }

    /** The process around the engine, at one moment for all sections. */
    ProcessSnapshot process() {
        if (process == null) {
            process = ProcessSnapshot.now();
        }
        return process;
    }
}
