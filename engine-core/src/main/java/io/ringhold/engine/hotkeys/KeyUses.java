package io.ringhold.engine.hotkeys;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.KeyArguments;
import io.ringhold.engine.command.spec.KeySpec;
import io.ringhold.offheap.keys.KeyHash;

/**
 * Tells what a command has done with each of its keys, as far as its key specifications find them: a key is read when its
 * specification says that it is only read, written otherwise (BITFIELD always writes), whether the command came to it or not. Bytes and time are divided
 * evenly among the keys. Engine thread; allocates nothing.
 */
final class KeyUses {
    /** Is told of each key. */
    @FunctionalInterface
    interface Recorder {
        /**
         * A key was used.
         *
         * @param hash
         *            of its name.
         * @param written
         *            false when it was only read.
         * @param bytes
         *            of request and reply.
         * @param elapsedNs
         *            of the command's time.
         */
        void used(long hash, long address, int length, boolean written, long bytes, long elapsedNs);
    }

    private final KeyHash hash;
    private final KeyArguments.Visitor counter = this::count;
    private final KeyArguments.Visitor teller = this::tell;
    private Recorder recorder;
    private int keys;
    private long bytesLeft;
    private long nsLeft;

    KeyUses(final KeyHash hash) {
        this.hash = hash;
    }

    /** Tells a recorder of the keys of the context's command. */
    void tell(final CommandContext context, final long bytes, final long elapsedNs, final Recorder newRecorder) {
        keys = 0;
        KeyArguments.visit(context, counter);
        recorder = newRecorder;
        bytesLeft = bytes;
        nsLeft = elapsedNs;
        KeyArguments.visit(context, teller);
    }

    private void count(final CommandContext context, final KeySpec spec, final int position) {
        keys++;
    }

    private void tell(final CommandContext context, final KeySpec spec, final int position) {
        final long address = context.argument(position);
        final int length = context.argumentLength(position);
        final long bytes = bytesLeft / keys;
        final long elapsedNs = nsLeft / keys;
        bytesLeft -= bytes;
        nsLeft -= elapsedNs;
        keys--;
        recorder.used(hash.hash(address, length), address, length, !spec.has(KeySpec.Flag.RO), bytes, elapsedNs);
    }
}
