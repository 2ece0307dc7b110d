package io.ringhold.offheap.cow;

import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** Random stores to random blocks, which come and go, in all the ways there are. */
final class BlockChanges {
    private static final MemoryTag[] TAGS = {MemoryTag.KEYS, MemoryTag.STRINGS, MemoryTag.DICT};

    private final Arena arena;
    private final Random random;
    private final long[] blocks;
    private final byte[] bytes = new byte[5000];
    private int count;

    BlockChanges(final Arena arena, final long seed, final int maxBlocks) {
        this.arena = arena;
        this.random = new Random(seed);
        this.blocks = new long[maxBlocks];
        random.nextBytes(bytes);
    }

    void run(final int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() {
        final int choice = random.nextInt(100);
        if (count == 0 || choice < 15) {
            allocate();
        } else if (choice < 28) {
            free(random.nextInt(count));
        } else if (choice < 38) {
            final int at = random.nextInt(count);
            final long moved = arena.reallocate(blocks[at], size(), tag());
            if (moved != 0) {
                blocks[at] = moved;
            }
        } else {
            store(choice);
        }
    }

    private void allocate() {
        if (count == blocks.length) {
            free(random.nextInt(count));
        }
        final long block = arena.allocate(size(), tag());
        if (block != 0) {
            blocks[count++] = block;
            if (random.nextBoolean()) {
                arena.fill(block, arena.usableSize(block), (byte) random.nextInt());
            }
        }
    }

    private void free(final int at) {
        arena.free(blocks[at]);
        blocks[at] = blocks[--count];
    }

    private void store(final int choice) {
        final long block = block();
        final long usable = arena.usableSize(block);
        final long at = block + random.nextLong(usable - Long.BYTES + 1);
        final long rest = block + usable - at;
        switch (choice % 8) {
            case 0 -> arena.putByte(at, (byte) random.nextInt());
            case 1 -> arena.putShort(at, (short) random.nextInt());
            case 2 -> arena.putInt(at, random.nextInt());
            case 3 -> arena.putLong(at, random.nextLong());
            case 4 -> arena.fill(at, random.nextLong(rest + 1), (byte) random.nextInt());
            case 5 -> arena.putArray(at, bytes, 0, (int) Math.min(rest, random.nextInt(bytes.length)));
            default -> {
                final long source = block();
                final long length = Math.min(rest, random.nextLong(arena.usableSize(source) + 1));
                if (choice % 8 == 6) {
                    arena.copy(at, source, length);
                } else {
                    arena.putBytes(at, arena.address(source), length);
                }
            }
        }
    }

    private long block() {
        return blocks[random.nextInt(count)];
    }

    private MemoryTag tag() {
        return TAGS[random.nextInt(TAGS.length)];
    }

    private long size() {
        return switch (random.nextInt(24)) {
            case 0 -> random.nextInt(400_000);
            case 1, 2 -> random.nextInt(64 << 10);
            case 3, 4, 5, 6 -> random.nextInt(9000);
            default -> 1 + random.nextInt(300);
        };
    }
}
