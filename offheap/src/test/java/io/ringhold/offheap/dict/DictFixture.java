package io.ringhold.offheap.dict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;

/** An arena with a dict, its elements under a tag of their own, and room for a member to be looked up. */
final class DictFixture implements AutoCloseable {
    static final MemoryTag ELEMENTS = MemoryTag.STRINGS;
    private static final int INPUT_BYTES = 4096;

    final Arena arena;
    final Elements elements;
    final KeyHash keyHash = new KeyHash(1, 2);
    final Dict dict;
    final long root;
    private final long input;

    DictFixture(final long limitBytes) {
        arena = Arena.reserve(ArenaOptions.of("test", limitBytes));
        elements = new Elements(arena, ELEMENTS);
        dict = new Dict(elements, keyHash);
        root = dict.create();
        input = arena.allocate(INPUT_BYTES, MemoryTag.SCRATCH);
    }

    /** A seed to be printed, so that a test can be run again with it. */
    static long seed(final String test) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println(test + " -Dringhold.seed=" + seed);
        return seed;
    }

    /** The slot of a member, or {@link Dict#NONE}. */
    long find(final String member) {
        return dict.find(root, hash(member), put(member), member.length());
    }

    /** Puts a member in; returns the element, or 0 when there is no memory. */
    long insert(final String member) {
        final long element = create(member, 0);
        if (element != 0 && dict.insert(root, hash(member), element) == Dict.NONE) {
            elements.free(element);
            return 0;
        }
        return element;
    }

    long create(final String member, final int tailBytes) {
        return elements.create(put(member), member.length(), tailBytes);
    }

    /** Takes a member out that must be there, and frees its element. */
    void remove(final String member) {
        final long slot = find(member);
        final long element = dict.element(slot);
        dict.remove(root, slot);
        elements.free(element);
    }

    /** Members in the order in which they are visited. */
    List<String> members() {
        final List<String> members = new ArrayList<>();
        for (long slot = dict.first(root); slot != Dict.NONE; slot = dict.next(root, slot)) {
            members.add(member(dict.element(slot)));
        }
        return members;
    }

    String member(final long element) {
        final byte[] bytes = new byte[elements.memberLength(element)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(elements.memberAddress(element) + i);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    long hash(final String member) {
        return keyHash.hash(put(member), member.length());
    }

    long dictBytes() {
        return arena.usedBytes(MemoryTag.DICT);
    }

    static String hex(final Arena arena, final long offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private long put(final String member) {
        final byte[] bytes = member.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(input, bytes, 0, bytes.length);
        return arena.address(input);
    }

    @Override
    public void close() {
        arena.close();
    }
}
