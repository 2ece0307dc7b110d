package io.ringhold.engine.command;

import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.Ascii;

/**
 * Logs commands that have done what their arguments say, as they were sent; one that came inline is encoded, and one that {@code rename-command} has
 * renamed gets Redis' name, so that the log can be replayed under any configuration. Engine thread; allocates nothing.
 */
final class SentCommandLog {
    private final boolean renames;
    private final EffectWriter effects;

    SentCommandLog(final CommandTable table, final EffectWriter effects) {
        this.renames = table != table.original();
        this.effects = effects;
    }

    /**
     * Logs a command.
     *
     * @param database
     *            that was selected.
     * @param frame
     *            index offset of its frame.
     * @param command
     *            what was executed, a subcommand where there are some.
     */
    void append(final int database, final RequestBatch batch, final int frame, final Command command) {
        final boolean renamed = renames && !Ascii.equalsIgnoreCase(batch.argumentAddress(frame, 0),
                batch.argumentLength(frame, 0), command.topName());
        if (!renamed && !batch.isInline(frame)) {
            effects.log().append(database, batch.frameAddress(frame), batch.frameLength(frame));
            return;
        }
        final int arguments = batch.argumentCount(frame);
        effects.begin(arguments);
        if (renamed) {
            effects.word(command.topName());
        }
        for (int i = renamed ? 1 : 0; i < arguments; i++) {
            effects.bytes(batch.argumentAddress(frame, i), batch.argumentLength(frame, i));
        }
        effects.end();
    }
}
