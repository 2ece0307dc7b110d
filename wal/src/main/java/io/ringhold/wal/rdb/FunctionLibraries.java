package io.ringhold.wal.rdb;

import java.util.List;

/**
 * The code of the libraries of functions that a file had: there are no functions yet, but what Redis wrote must not be lost when the data are
 * saved again. Engine thread.
 */
public final class FunctionLibraries {
    private List<byte[]> codes = List.of();

    /** The code of each library, as FUNCTION LOAD takes it. */
    public List<byte[]> codes() {
        return codes;
    }

    /** Takes those of a file that has been loaded in the place of all others. */
    public void replace(final List<byte[]> loaded) {
        codes = List.copyOf(loaded);
    }
}
