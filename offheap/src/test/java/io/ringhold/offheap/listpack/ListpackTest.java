package io.ringhold.offheap.listpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListpackTest {
    private static final int INPUT_BYTES = 1 << 20;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final ListpackCheck check = new ListpackCheck();
    private final long input = arena.allocate(INPUT_BYTES, MemoryTag.SCRATCH);
    private final List<String> model = new ArrayList<>();
    private long block = listpack.create();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayElementsOutAsTheDescriptorShows() {
        append("hi");
        append("-1");
        append("1024");

        assertThat(hex()).isEqualTo("11 00 00 00 03 00 82 68 69 03 df ff 02 c4 00 02 ff");
    }

    @Test
    void shouldHaveNoRoomForStringsThatAreTooLong() {
        append("hi");
        for (final int length : new int[] {(int) Listpack.MAX_BYTES - 11, 1 << 30, Integer.MAX_VALUE}) {
            final int added = listpack.addedBytes(input, length);
            assertThat(added).isGreaterThan((int) Listpack.MAX_BYTES - ListpackDescriptor.EMPTY_LENGTH);
            assertThat(added + listpack.addedBytes(input, length)).isPositive();
            assertThat(listpack.append(block, input, length)).isZero();
            assertThat(listpack.replace(block, listpack.first(block), input, length)).isZero();
        }
        assertThat(hex()).isEqualTo("0b 00 00 00 01 00 82 68 69 03 ff");
    }

    @Test
    void shouldEncodeEachWidthOfIntegersAndStrings() {
        check("0", "00 01");
        check("127", "7f 01");
        check("128", "c0 80 02");
        check("4095", "cf ff 02");
        check("-4096", "d0 00 02");
        check("4096", "f1 00 10 03");
        check("-32768", "f1 00 80 03");
        check("32768", "f2 00 80 00 04");
        check("-8388608", "f2 00 00 80 04");
        check("8388608", "f3 00 00 80 00 05");
        check("-2147483648", "f3 00 00 00 80 05");
        check("2147483648", "f4 00 00 00 80 00 00 00 00 09");
        check("-9223372036854775808", "f4 00 00 00 00 00 00 00 80 09");
        check("9223372036854775808", "93 39 32 32 33 33 37 32 30 33 36 38 35 34 37 37 35 38 30 38 14");
        check("", "80 01");
        check("01", "82 30 31 03");
        check("-0", "82 2d 30 03");
        check("x".repeat(63), "bf" + " 78".repeat(63) + " 40");
        check("x".repeat(64), "e0 40" + " 78".repeat(64) + " 42");
        check("x".repeat(125), "e0 7d" + " 78".repeat(125) + " 7f");
        check("x".repeat(126), "e0 7e" + " 78".repeat(126) + " 01 80");
        check("x".repeat(4095), "ef ff" + " 78".repeat(4095) + " 20 81");
        check("x".repeat(4096), "f0 00 10 00 00" + " 78".repeat(4096) + " 20 85");
        check("x".repeat(16_377), "f0 f9 3f 00 00" + " 78".repeat(16_377) + " 7f fe");
        check("x".repeat(16_378), "f0 fa 3f 00 00" + " 78".repeat(16_378) + " 00 ff ff");
    }

    @Test
    void shouldBehaveAsAListOfStringsUnderRandomChanges() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ListpackTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            change(random);
            assertThat(listpack.count(block)).isEqualTo(model.size());
            assertThat(check.isValid(arena.address(block), listpack.bytes(block))).isTrue();
            if (i % 50 == 0) {
                assertThat(elements()).isEqualTo(model);
                assertThat(elementsBackwards()).isEqualTo(model.reversed());
            }
        }
        listpack.free(block);
        assertThat(arena.blockCount(MemoryTag.LISTPACKS)).isZero();
    }

    private void change(final Random random) {
        final int at = model.isEmpty() ? 0 : random.nextInt(model.size());
        final int position = model.isEmpty()
                ? listpack.end(block)
                : listpack.seek(block, random.nextBoolean() ? at : at - model.size());
        final String text = text(random);
        switch (random.nextInt(10)) {
            case 0, 1 -> append(text);
            case 2, 3 -> {
                block = listpack.insert(block, position, put(text), text.length());
                model.add(at, text);
            }
            case 4 -> {
                final long number = random.nextLong() >> random.nextInt(64);
                block = listpack.insertInteger(block, position, number);
                model.add(at, Long.toString(number));
            }
            case 5, 6 -> {
                if (!model.isEmpty()) {
                    block = listpack.replace(block, position, put(text), text.length());
                    model.set(at, text);
                }
            }
            case 7 -> {
                if (!model.isEmpty()) {
                    final int howMany = random.nextInt(5);
                    block = listpack.delete(block, position, howMany);
                    model.subList(at, Math.min(model.size(), at + howMany)).clear();
                }
            }
            case 8 -> {
                if (!model.isEmpty()) {
                    assertThat(
                            listpack.find(block, listpack.first(block), put(model.get(at)), model.get(at).length(), 0))
                            .isEqualTo(listpack.seek(block, model.indexOf(model.get(at))));
                }
            }
            default -> splitAndJoin(position, at);
        }
        block = random.nextInt(20) == 0 ? listpack.trim(block) : block;
    }

    private void splitAndJoin(final int position, final int at) {
        final long other = listpack.split(block, position);
        assertThat(listpack.count(block)).isEqualTo(at);
        assertThat(listpack.count(other)).isEqualTo(model.size() - at);
        final long copy = listpack.copy(other);
        block = listpack.appendAll(block, copy);
        listpack.free(other);
        listpack.free(copy);
    }

    private static String text(final Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> "y".repeat(random.nextInt(80));
            case 2 -> random.nextInt(40) == 0 ? "z".repeat(random.nextInt(20_000)) : "0" + random.nextInt(10);
            default -> "element:" + random.nextInt(100);
        };
    }

    @Test
    void shouldFindKeysOfPairsOnly() {
        for (final String text : List.of("a", "b", "b", "1", "1", "c")) {
            append(text);
        }
        assertThat(find("b", 1)).isEqualTo(listpack.seek(block, 2));
        assertThat(find("1", 1)).isEqualTo(listpack.seek(block, 4));
        assertThat(find("c", 1)).isEqualTo(Listpack.NONE);
        assertThat(find("1", 0)).isEqualTo(listpack.seek(block, 3));
    }

    @Test
    void shouldCountMoreElementsThanItsHeaderCan() {
        for (int i = 0; i < 65_540; i++) {
            block = listpack.appendInteger(block, i & 63);
        }
        assertThat(listpack.count(block)).isEqualTo(65_540);
        assertThat(listpack.integer(block, listpack.seek(block, -1))).isEqualTo(65_539 & 63);
        assertThat(listpack.seek(block, 65_540)).isEqualTo(Listpack.NONE);
        assertThat(listpack.seek(block, -65_541)).isEqualTo(Listpack.NONE);
        block = listpack.delete(block, listpack.first(block), 10);
        assertThat(listpack.count(block)).isEqualTo(65_530);
        assertThat(arena.getShort(block + ListpackDescriptor.COUNT_OFFSET)).isEqualTo((short) 65_530);
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        append("a");
        final String before = hex();
        assertThat(listpack.insert(block, listpack.end(block), arena.address(input), Integer.MAX_VALUE - 100)).isZero();
        assertThat(hex()).isEqualTo(before);
    }

    @Test
    void shouldRefuseBytesThatAreNoListpack() {
        final Random random = new Random(7);
        for (final String text : List.of("a", "300", "-5000", "z".repeat(200), "70000", "z".repeat(5000),
                "99999999999")) {
            append(text);
        }
        final int bytes = listpack.bytes(block);
        final byte[] good = bytes();
        final long address = arena.address(input);
        for (int i = 0; i < 20_000; i++) {
            arena.putArray(input, good, 0, bytes);
            final int at = random.nextInt(bytes);
            arena.putByte(input + at, (byte) random.nextInt(256));
            if (check.isValid(address, bytes)) {
                // Walked to its end without leaving it: the bounds checks of the test would tell.
                assertThat(check.isValid(address, bytes - 1)).isFalse();
            }
        }
        arena.putArray(input, good, 0, bytes);
        assertThat(check.isValid(address, bytes)).isTrue();
        assertThat(check.isValid(address, 3)).isFalse();
        arena.putInt(input + ListpackDescriptor.HEADER_LENGTH, 0xffff_fff0);
        assertThat(check.isValid(address, bytes)).isFalse();
    }

    private void check(final String text, final String element) {
        block = listpack.delete(block,
                listpack.end(block) == ListpackDescriptor.HEADER_LENGTH ? listpack.end(block) : listpack.first(block),
                10);
        append(text);
        append("7");
        final String hex = hex();
        assertThat(hex.substring(18, hex.length() - 9)).isEqualTo(element);
        assertThat(elements()).containsExactly(text, "7");
        assertThat(elementsBackwards()).containsExactly("7", text);
        assertThat(listpack.isEqual(block, listpack.first(block), put(text), text.length())).isTrue();
        assertThat(listpack.isEqual(block, listpack.first(block), put(text + "x"), text.length() + 1)).isFalse();
        model.clear();
    }

    private int find(final String text, final int skip) {
        return listpack.find(block, listpack.first(block), put(text), text.length(), skip);
    }

    private void append(final String text) {
        final int before = listpack.bytes(block);
        final int added = listpack.addedBytes(put(text), text.length());
        block = listpack.append(block, put(text), text.length());
        assertThat(listpack.bytes(block)).isEqualTo(before + added);
        model.add(text);
    }

    private long put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(input, bytes, 0, bytes.length);
        return arena.address(input);
    }

    private List<String> elements() {
        final List<String> elements = new ArrayList<>();
        for (int at = listpack.first(block); at != Listpack.NONE; at = listpack.next(block, at)) {
            elements.add(text(at));
        }
        return elements;
    }

    private List<String> elementsBackwards() {
        final List<String> elements = new ArrayList<>();
        for (int at = listpack.last(block); at != Listpack.NONE; at = listpack.previous(block, at)) {
            elements.add(text(at));
        }
        return elements;
    }

    private String text(final int position) {
        listpack.view(block, position);
        final byte[] bytes = new byte[listpack.viewLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(listpack.viewAddress() + i);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes() {
        final byte[] bytes = new byte[listpack.bytes(block)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arena.getByte(block + i);
        }
        return bytes;
    }

    private String hex() {
        return HexFormat.ofDelimiter(" ").formatHex(bytes());
    }
}
