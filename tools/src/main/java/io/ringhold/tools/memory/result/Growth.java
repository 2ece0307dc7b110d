package io.ringhold.tools.memory.result;

import java.util.List;

/**
 * What has changed since an older dump.
 *
 * @param before
 *            name of the older dump.
 * @param same
 *            keys that take as much as before; what they hold may have changed.
 */
public record Growth(String before, long keysBefore, long bytesBefore, Moved added, Moved gone, Moved grown,
        Moved shrunk, long same, List<Change> types, List<Change> patterns) {
    /** Copies the lists. */
    public Growth {
        types = List.copyOf(types);
        patterns = List.copyOf(patterns);
    }

    /** Keys, and by how many bytes they changed the whole. */
    public record Moved(long keys, long bytes) {}

    /** Keys of a kind, then and now. */
    public record Change(String name, long keysBefore, long keysNow, long bytesBefore, long bytesNow) {
        /** Bytes that have come, or have gone when negative. */
        public long bytes() {
            return bytesNow - bytesBefore;
        }
    }
}
