package io.ringhold.wal.rdb.load;

import io.ringhold.wal.rdb.RdbFormat;

/**
 * What a module has written about itself: its id, when it is to be loaded, and parts whose kind is told. The id holds a name of nine
 * characters, 6 bits each, and a version in the low 10 bits (https://redis.io/docs/latest/develop/reference/modules/modules-native-types/).
 */
final class ModuleData {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int NAME_LENGTH = 9;
    private static final int CHARACTER_BITS = 6;

    private ModuleData() {}

    /** Reads up to the parts, and gives the id. */
    static long readId(final RdbInput input) throws RdbException {
        final long id = input.readLength();
        if (input.readLength() != RdbFormat.MODULE_OPCODE_UINT) {
            throw input.broken("bad when_opcode");
        }
        input.readLength();
        return id;
    }

    /** Passes over the parts. */
    static void skipParts(final RdbInput input, final RdbString scratch) throws RdbException {
        long kind = input.readLength();
        while (kind != RdbFormat.MODULE_OPCODE_EOF) {
            if (kind == RdbFormat.MODULE_OPCODE_SINT || kind == RdbFormat.MODULE_OPCODE_UINT) {
                input.readLength();
            } else if (kind == RdbFormat.MODULE_OPCODE_FLOAT) {
                input.take(Float.BYTES);
            } else if (kind == RdbFormat.MODULE_OPCODE_DOUBLE) {
                input.take(Double.BYTES);
            } else if (kind == RdbFormat.MODULE_OPCODE_STRING) {
                input.readString(scratch);
            } else {
                throw input.broken("Unknown kind " + Long.toUnsignedString(kind) + " of a part of a module's data");
            }
            kind = input.readLength();
        }
        scratch.shrink();
    }

    /** The module's name, of its id. */
    static String name(final long id) {
        final StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_LENGTH; i++) {
            final int shift = Long.SIZE - CHARACTER_BITS * (i + 1);
            name.append(CHARACTERS.charAt((int) (id >>> shift) & CHARACTERS.length() - 1));
        }
        return name.toString();
    }
}
