package io.ringhold.engine.command;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.resp.Ascii;
import org.agrona.concurrent.NanoClock;

/**
 * Executes the commands of a log, without what is done for clients: no checks but of name and number of arguments, nothing counted or logged.
 * Engine thread; allocates for errors only.
 */
final class CommandReplay {
    private final CommandTable table;
    private final CommandContext context;
    private final Keyspace keyspace;
    private final NanoClock clock;
    private long freedAtNs;

    CommandReplay(final CommandTable table, final CommandContext context) {
        this.table = table;
        this.context = context;
        this.keyspace = context.keyspace();
        this.clock = context.engine().clock();
    }

    /**
     * Executes commands; replies go to the session.
     *
     * @return null, or what was wrong with a command.
     */
    String execute(final Session session, final RequestBatch batch) {
        context.begin(session, batch);
        freedAtNs = clock.nanoTime();
        String failure = null;
        for (int frame = 0; frame < batch.end() && failure == null; frame = batch.nextFrame(frame)) {
            failure = executeOne(batch, frame);
            if (keyspace.hasLazyFreeWork()) {
                free();
            }
        }
        context.end();
        return failure;
    }

    private String executeOne(final RequestBatch batch, final int frame) {
        final Command found = find(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0));
        final Command command = found == null ? null : found.resolve(batch, frame);
        final int arguments = batch.argumentCount(frame);
        if (command == null || !command.acceptsArguments(arguments)) {
            return "Unknown command '" + Ascii.text(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0))
                    + "' reading the append only file";
        }
        context.command(command, frame, arguments);
        final long errors = context.reply().errors();
        command.handler().execute(context);
        return context.reply().errors() == errors ? null : failure(command, context.reply().lastError());
    }

    /** Frees what commands have replaced or deleted for as long as they took, so that it does not come to take more memory than the data. */
    private void free() {
        final long nowNs = clock.nanoTime();
        final long endNs = nowNs + (nowNs - freedAtNs);
        boolean more = true;
        while (more) {
            more = keyspace.freeSome() && clock.nanoTime() - endNs < 0;
        }
        freedAtNs = clock.nanoTime();
    }

    /** Our log has Redis' names; Redis' own has those that {@code rename-command} gives. */
    private Command find(final long nameAddress, final int length) {
        final Command found = table.original().find(nameAddress, length);
        return found != null ? found : table.find(nameAddress, length);
    }

    /** Why loading must end, for the data would be others than those that were logged; null for errors that a client got as well. */
    private static String failure(final Command command, final String error) {
        final String reason = switch (error) {
            case CommandContext.OUT_OF_MEMORY -> "there is no memory for its data";
            case CommandContext.NO_SUCH_DATABASE -> "it names a database beyond those of the setting 'databases'";
            default -> null;
        };
        return reason == null
                ? null
                : "Command '" + command.fullName() + "' cannot be executed reading the append only file: " + reason;
    }
}
