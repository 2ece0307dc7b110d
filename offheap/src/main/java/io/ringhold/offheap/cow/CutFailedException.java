package io.ringhold.offheap.cow;

/**
 * What was being read from a cut is void: the cut failed, or was ended, before the reader had finished. The message says
 * why and names the setting to change. Thrown on the reader's thread.
 */
public final class CutFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CutFailedException(final String message) {
        super(message);
    }
}
