package io.ringhold.tools.memory.report;

import java.util.Comparator;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class BoxTest {
    @Test
    void shouldDivideAsTheAuthorsOfTheMethodShow() {
        // Bruls, Huizing, van Wijk: 6, 6, 4, 3, 2, 2, 1 in a box of 6 x 4
        final List<Box> boxes = new Box(0, 0, 6, 4).divide(List.of(6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0));

        assertThat(boxes.get(0)).isEqualTo(new Box(0, 0, 3, 2));
        assertThat(boxes.get(1)).isEqualTo(new Box(0, 2, 3, 2));
        assertThat(boxes.get(2).width()).isCloseTo(12 / 7.0, offset(1e-9));
        assertThat(boxes.get(2).height()).isCloseTo(7 / 3.0, offset(1e-9));
    }

    @Test
    void shouldCoverTheBoxInProportion() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("BoxTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            final Box whole = new Box(1, 2, 1 + random.nextInt(1000), 1 + random.nextInt(1000));
            final List<Double> values = random.doubles(1 + random.nextInt(60), 1, 1e6).boxed()
                    .sorted(Comparator.reverseOrder()).toList();
            final double sum = values.stream().mapToDouble(Double::doubleValue).sum();
            final List<Box> boxes = whole.divide(values);

            assertThat(boxes).hasSameSizeAs(values);
            for (int i = 0; i < boxes.size(); i++) {
                final Box box = boxes.get(i);
                assertThat(box.width() * box.height()).isCloseTo(values.get(i) / sum * whole.width() * whole.height(),
                        offset(1e-6 * whole.width() * whole.height()));
                assertThat(box.x()).isGreaterThanOrEqualTo(whole.x() - 1e-6);
                assertThat(box.y()).isGreaterThanOrEqualTo(whole.y() - 1e-6);
                assertThat(box.x() + box.width()).isLessThanOrEqualTo(whole.x() + whole.width() + 1e-6);
                assertThat(box.y() + box.height()).isLessThanOrEqualTo(whole.y() + whole.height() + 1e-6);
            }
        }
    }
}
