package io.ringhold.offheap.dict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DictTest {
    private static final int MANY = 300_000;

    private final DictFixture fixture = new DictFixture(1L << 30);
    private final Dict dict = fixture.dict;
    private final long root = fixture.root;
    private final Map<String, Long> model = new HashMap<>();
    private final List<String> members = new ArrayList<>();
    private long lastId;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLayDictsOutAsTheDescriptorShows() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("layout", 1L << 24))) {
            final Elements elements = new Elements(arena, DictFixture.ELEMENTS);
            final Dict small = new Dict(elements, fixture.keyHash);
            final long dictRoot = small.create();
            final long element = elements.create(arena.address(dictRoot), 2, 0);
            final long slot = small.insert(dictRoot, 0x8000000000000001L, element);

            assertThat(element).isEqualTo(0x30000);
            assertThat(small.element(slot)).isEqualTo(element);
            assertThat(DictFixture.hex(arena, dictRoot, DictDescriptor.ROOT_LENGTH)).isEqualTo(
                    "01 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 00 80 00 00 80 00 02 00 00 00 00 00 00 00 00 00");
            assertThat(DictFixture.hex(arena, 0x40000, 2 * Long.BYTES))
                    .isEqualTo("00 60 00 00 00 00 00 80 00 00 00 00 00 00 00 00");
        }
    }

    @Test
    void shouldBeEmptyWhenNew() {
        assertThat(dict.size(root)).isZero();
        assertThat(fixture.find("")).isEqualTo(Dict.NONE);
        assertThat(fixture.find("a")).isEqualTo(Dict.NONE);
        assertThat(dict.first(root)).isEqualTo(Dict.NONE);
        assertThat(dict.random(root, new Random(1))).isEqualTo(Dict.NONE);
        assertThat(dict.scan(root, 0, 10, element -> model.put("visited", element))).isZero();
        assertThat(model).isEmpty();
        assertThat(dict.usedBytes(root)).isEqualTo(DictDescriptor.ROOT_LENGTH);
        assertThat(dict.freeSome(root, 1)).isTrue();
        assertThat(fixture.arena.blockCount(MemoryTag.DICT)).isZero();
    }

    @Test
    void shouldBehaveAsAMapWhenItGrowsAndShrinksAtRandom() {
        final Random random = new Random(DictFixture.seed("DictTest"));
        while (members.size() < MANY) {
            change(random, 80);
        }
        checkAll();
        while (!members.isEmpty()) {
            change(random, 15);
        }
        checkAll();
        assertThat(fixture.arena.blockCount(MemoryTag.DICT)).isEqualTo(1);
        assertThat(fixture.arena.blockCount(DictFixture.ELEMENTS)).isZero();
    }

    @Test
    void shouldBehaveAsAMapWhenItIsSmall() {
        final Random random = new Random(DictFixture.seed("DictTest"));
        for (int round = 0; round < 100; round++) {
            final int most = 1 << random.nextInt(12);
            while (members.size() < most) {
                change(random, 70);
            }
            checkAll();
            final int fewest = random.nextInt(3);
            while (members.size() > fewest) {
                change(random, 30);
            }
            checkAll();
        }
    }

    private void change(final Random random, final int insertPercent) {
        final int dice = random.nextInt(100);
        final int at = members.isEmpty() ? 0 : random.nextInt(members.size());
        if (dice < insertPercent || members.isEmpty()) {
            insert(newMember(random));
        } else if (dice < insertPercent + 5) {
            replace(members.get(at), random.nextInt(100));
        } else {
            remove(at);
        }
        assertThat(dict.size(root)).isEqualTo(members.size());
    }

    private void insert(final String member) {
        assertThat(fixture.find(member)).isEqualTo(Dict.NONE);
        final long element = fixture.create(member, 0);
        final long slot = dict.insert(root, fixture.hash(member), element);
        assertThat(dict.element(slot)).isEqualTo(element);
        assertThat(fixture.find(member)).isEqualTo(slot);
        model.put(member, element);
        members.add(member);
    }

    private void replace(final String member, final int tailBytes) {
        final long slot = fixture.find(member);
        fixture.elements.free(dict.element(slot));
        final long element = fixture.create(member, tailBytes);
        dict.replaceElement(slot, element);
        assertThat(fixture.find(member)).isEqualTo(slot);
        assertThat(dict.element(slot)).isEqualTo(element);
        model.put(member, element);
    }

    private void remove(final int at) {
        final String member = members.get(at);
        assertThat(dict.element(fixture.find(member))).isEqualTo(model.remove(member));
        fixture.remove(member);
        assertThat(fixture.find(member)).isEqualTo(Dict.NONE);
        members.set(at, members.getLast());
        members.removeLast();
    }

    /** One that was not there before: mostly short, sometimes of up to 2000 bytes, and one without any. */
    private String newMember(final Random random) {
        lastId++;
        if (!model.containsKey("")) {
            return "";
        }
        return random.nextInt(100) == 0
                ? lastId + "_" + "x".repeat(random.nextInt(1990)) // no number has that
                : Long.toString(lastId, Character.MAX_RADIX);
    }

    private void checkAll() {
        final Map<String, Long> found = HashMap.newHashMap(model.size());
        for (long slot = dict.first(root); slot != Dict.NONE; slot = dict.next(root, slot)) {
            assertThat(found.put(fixture.member(dict.element(slot)), dict.element(slot))).isNull();
        }
        assertThat(found.equals(model)).isTrue();
        for (final Map.Entry<String, Long> entry : model.entrySet()) {
            assertThat(dict.element(fixture.find(entry.getKey()))).isEqualTo(entry.getValue());
        }
        assertThat(dict.usedBytes(root)).isEqualTo(fixture.dictBytes());
    }

    @Test
    void shouldFreeDictAndElementsInSlices() {
        for (int i = 0; i < 200_000; i++) {
            fixture.insert("member:" + i);
        }
        int slices = 1;
        long before = dict.size(root);
        while (!dict.freeSome(root, 1000)) {
            assertThat(before - dict.size(root)).isBetween(900L, 2000L);
            assertThat(fixture.arena.blockCount(DictFixture.ELEMENTS)).isEqualTo(dict.size(root));
            before = dict.size(root);
            slices++;
        }
        assertThat(slices).isBetween(100, 200);
        assertThat(fixture.arena.blockCount(DictFixture.ELEMENTS)).isZero();
        assertThat(fixture.arena.blockCount(MemoryTag.DICT)).isZero();
    }
}
