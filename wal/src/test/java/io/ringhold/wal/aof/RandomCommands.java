package io.ringhold.wal.aof;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Random commands with binary arguments, by a seed that can be set with {@code -Dringhold.seed}. */
final class RandomCommands {
    private final Random random;

    RandomCommands() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ringhold.seed=" + seed);
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    String[] next(final int maxValueBytes) {
        final String[] words = new String[1 + random.nextInt(4)];
        words[0] = "SET";
        for (int i = 1; i < words.length; i++) {
            final boolean large = random.nextInt(50) == 0;
            final byte[] bytes = new byte[random.nextInt(large ? maxValueBytes : Math.min(200, maxValueBytes))];
            random.nextBytes(bytes);
            words[i] = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return words;
    }
}
