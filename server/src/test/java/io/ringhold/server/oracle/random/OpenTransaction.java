package io.ringhold.server.oracle.random;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;

/** Follows a connection's commands and replies, so as to know which commands EXEC has executed. For one thread. */
final class OpenTransaction {
    private final List<Command> queued = new ArrayList<>();
    private boolean open;

    /** True between MULTI and what ends the transaction. */
    boolean isOpen() {
        return open;
    }

    /**
     * Takes a command and its reply.
     *
     * @return the commands whose replies this one contains; empty when it is the command's own
     */
    List<Command> replied(Command command, Reply reply) {
        if (open && "QUEUED".equals(reply.text())) {
            queued.add(command);
            return List.of();
        }
        switch (command.name()) {
            case "MULTI" -> open |= !reply.isError();
            case "DISCARD" -> open &= reply.isError();
            case "EXEC" -> {
                List<Command> executed = reply.isError() ? List.of() : List.copyOf(queued);
                open = false;
                queued.clear();
                return executed;
            }
            default -> {
                // an error, or not in a transaction
            }
        }
        if (!open) {
            queued.clear();
        }
        return List.of();
    }
}
