package io.ringhold.engine.pipeline;

/**
 * Layout of one frame in the index of a {@link RequestBatch}. All fields are native-endian 32-bit integers; positions
 * count from the batch's first request byte.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                        Argument count                         |
 *  +---------------------------------------------------------------+
 *  |               Start of the command on the wire                |
 *  +---------------------------------------------------------------+
 *  |               Length of the command on the wire               |
 *  +---------------------------------------------------------------+
 *  |                        Flags (1 = inline)                     |
 *  +---------------------------------------------------------------+
 *  |                   Start of argument 0                         |
 *  +---------------------------------------------------------------+
 *  |                   Length of argument 0                        |
 *  +---------------------------------------------------------------+
 *  |                   ... one pair per argument                  ...
 * </pre>
 */
public final class FrameDescriptor {
    public static final int COUNT_OFFSET = 0;
    public static final int START_OFFSET = 4;
    public static final int LENGTH_OFFSET = 8;
    public static final int FLAGS_OFFSET = 12;
    public static final int HEADER_LENGTH = 16;

    public static final int ARGUMENT_START_OFFSET = 0;
    public static final int ARGUMENT_LENGTH_OFFSET = 4;
    public static final int ARGUMENT_LENGTH = 8;

    public static final int INLINE_FLAG = 1;

    private FrameDescriptor() {}
}
