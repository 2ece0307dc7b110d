package io.ringhold.offheap.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import io.ringhold.offheap.cow.FleetingView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTableWalkerTest {
    private static final long NOW = 1_800_000_000_000L;

    private final KeyFixture fixture = new KeyFixture();
    private final KeyTable table = new KeyTable(fixture.entries);
    private final FleetingView view = new FleetingView(fixture.arena);
    private final KeyTableWalker walker = new KeyTableWalker(view);
    private final EntryReader reader = new EntryReader(view);
    private final TreeSet<String> model = new TreeSet<>();

    @AfterEach
    void close() {
        view.close();
        fixture.close();
    }

    @Test
    void shouldVisitNothingInAnEmptyTable() {
        assertThat(walk()).isEmpty();
    }

    @Test
    void shouldVisitEachKeyOnceAtAnyStateOfAResize() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("KeyTableWalkerTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        int resizing = 0;
        for (int i = 0; i < 12_000; i++) {
            change(random, i % 6_000 < 3_000 ? 80 : 25);
            if (i % 97 == 0) {
                resizing += table.isResizing() ? 1 : 0;
                checkWalk();
            }
        }
        assertThat(resizing).isPositive();
        while (table.maintain(1)) {
            checkWalk();
        }
    }

    @Test
    void shouldReadEntriesOfAnyForm() {
        for (final int keyLength : new int[] {0, 1, 255, 256, 3000}) {
            for (final long expireAtMs : new long[] {Entries.NO_EXPIRY, 0, NOW}) {
                for (final int valueLength : new int[] {0, 16, 255, 256}) {
                    final String key = "k".repeat(keyLength);
                    final long entry = fixture.entries.create(5, 9, fixture.key(key), keyLength, valueLength,
                            expireAtMs);
                    fixture.entries.access(entry, 0x876543);
                    reader.open(entry);
                    checkEntry(entry);
                    assertThat(reader.isExternal()).isFalse();
                }
            }
        }
    }

    @Test
    void shouldReadReferencesOfExternalValues() {
        final long entry = fixture.entries.create(1, 2, fixture.key("key"), 3, EntryDescriptor.EXTERNAL_LENGTH, NOW);
        fixture.entries.external(entry, 0x123456789aL, 1L << 33);
        reader.open(entry);
        checkEntry(entry);
        assertThat(reader.isExternal()).isTrue();
        assertThat(reader.externalReference()).isEqualTo(0x123456789aL);
        assertThat(reader.externalLength()).isEqualTo(1L << 33);
    }

    private void checkEntry(final long entry) {
        final Entries entries = fixture.entries;
        assertThat(reader.type()).isEqualTo(entries.type(entry));
        assertThat(reader.encoding()).isEqualTo(entries.encoding(entry));
        assertThat(reader.access()).isEqualTo(entries.access(entry));
        assertThat(reader.expireAtMs()).isEqualTo(entries.expireAtMs(entry));
        assertThat(reader.keyLength()).isEqualTo(entries.keyLength(entry));
        assertThat(fixture.arena.address(reader.keyOffset())).isEqualTo(entries.keyAddress(entry));
        assertThat(reader.valueOffset()).isEqualTo(entries.valueOffset(entry));
        assertThat(reader.valueLength()).isEqualTo(entries.valueLength(entry));
    }

    private void checkWalk() {
        final List<String> keys = walk();
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(keys)).isEqualTo(model);
    }

    private List<String> walk() {
        final KeyTable.Image image = table.image();
        walker.open(image);
        final List<String> keys = new ArrayList<>();
        int expiring = 0;
        for (long entry = walker.next(); entry != 0; entry = walker.next()) {
            keys.add(fixture.keyOf(entry));
            reader.open(entry);
            checkEntry(entry);
            expiring += reader.expireAtMs() == Entries.NO_EXPIRY ? 0 : 1;
        }
        assertThat(walker.next()).isZero();
        assertThat(image.size()).isEqualTo(keys.size());
        assertThat(image.expiringSize()).isEqualTo(expiring);
        return keys;
    }

    private void change(final Random random, final int growth) {
        if (random.nextInt(100) < growth || model.isEmpty()) {
            final String key = "key" + random.nextInt(1 << 20);
            if (model.add(key)) {
                table.insert(fixture.hash(key),
                        fixture.entry(key, random.nextInt(3) == 0 ? NOW + random.nextInt(1000) : Entries.NO_EXPIRY));
            }
        } else {
            String key = model.ceiling("key" + random.nextInt(1 << 20));
            key = key == null ? model.first() : key;
            final long slot = table.find(fixture.hash(key), fixture.key(key), key.length());
            fixture.entries.free(table.entry(slot));
            table.remove(slot);
            table.maintain(1);
            model.remove(key);
        }
    }
}
