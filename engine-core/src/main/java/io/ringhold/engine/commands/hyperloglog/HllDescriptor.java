package io.ringhold.engine.commands.hyperloglog;

/**
 * Layout of a HyperLogLog, as Redis documents it.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+---------------+---------------+
 *  |      'H'      |      'Y'      |      'L'      |      'L'      |
 *  +---------------+---------------+---------------+---------------+
 *  |   Encoding    |  0                                            |
 *  +---------------+-----------------------------------------------+
 *  |  Cardinality reckoned last (64 bits); the highest bit is set  |
 *  |  when it does not hold any more                               |
 *  +---------------------------------------------------------------+
 *  |  Registers                                                   ...
 * </pre>
 *
 * Integers are little-endian. Encoding 0 is dense: 16384 registers of 6 bits, from the lowest bit of each byte on. Encoding 1 is sparse:
 * runs of registers, which make up 16384.
 *
 * <pre>
 *  00xxxxxx            ZERO    1 to 64 registers that are 0
 *  01xxxxxx xxxxxxxx   XZERO   1 to 16384 registers that are 0
 *  1vvvvvxx            VAL     1 to 4 registers that are 1 to 32
 * </pre>
 *
 * <p>
 * Example: a HyperLogLog without elements:
 *
 * <pre>
 *  48 59 4c 4c  01 00 00 00  00 00 00 00 00 00 00 00  7f ff
 * </pre>
 */
final class HllDescriptor {
    /** "HYLL", as an integer. */
    static final int MAGIC = 0x4c4c5948;
    static final int ENCODING_OFFSET = 4;
    static final int CARDINALITY_OFFSET = 8;
    static final int HEADER_LENGTH = 16;

    static final int DENSE = 0;
    static final int SPARSE = 1;

    static final int INDEX_BITS = 14;
    static final int REGISTERS = 1 << INDEX_BITS;
    static final int REGISTER_BITS = 6;
    static final int DENSE_LENGTH = HEADER_LENGTH + REGISTERS * REGISTER_BITS / 8;
    /** The highest value of a register: one more than the bits of a hash that are left. */
    static final int MAX_VALUE = Long.SIZE - INDEX_BITS + 1;
    static final int MAX_SPARSE_VALUE = 32;
    /** In the cardinality: it does not hold. */
    static final long STALE = Long.MIN_VALUE;

    private HllDescriptor() {}
}
