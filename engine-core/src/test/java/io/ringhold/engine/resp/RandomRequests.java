package io.ringhold.engine.resp;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes pipelines of requests, well formed for the most part. */
final class RandomRequests {
    private static final String[] PIECES = {"*", "$", "\r\n", "\n", "\r", "1", "0", "-1", "\"", "'", "\\", "\\x4", " ",
        "x", "*1\r\n",
        "*2\r\n$3\r\n", "$5\r\nhello\r\n", "\0"};

    private RandomRequests() {}

    static byte[] next(final Random random) {
        final StringBuilder pipeline = new StringBuilder();
        final int requests = random.nextInt(30);
        for (int i = 0; i < requests; i++) {
            switch (random.nextInt(12)) {
                case 0, 1 -> inline(random, pipeline);
                case 2 -> pipeline.append(random.nextBoolean() ? "\r\n" : "*0\r\n");
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        garbage(random, pipeline);
                    }
                }
                default -> array(random, pipeline);
            }
        }
        return pipeline.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void array(final Random random, final StringBuilder pipeline) {
        final int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 5);
        pipeline.append('*').append(count).append("\r\n");
        for (int i = 0; i < count; i++) {
            final int length = random.nextInt(random.nextInt(6) == 0 ? 1500 : 20);
            pipeline.append('$').append(length).append("\r\n");
            for (int c = 0; c < length; c++) {
                pipeline.append((char) random.nextInt(256));
            }
            pipeline.append(random.nextInt(50) == 0 ? "XX" : "\r\n");
        }
    }

    private static void inline(final Random random, final StringBuilder pipeline) {
        final int words = random.nextInt(5);
        for (int i = 0; i < words; i++) {
            switch (random.nextInt(4)) {
                case 0 -> pipeline.append("\"a\\n\\x0").append(random.nextInt(10)).append("\\xag\\\"\" ");
                case 1 -> pipeline.append("'it\\'s \\n'\t");
                case 2 -> pipeline.append("pre\"quoted\" ");
                default -> pipeline.append("word").append(random.nextInt(1000)).append(' ');
            }
        }
        pipeline.append(random.nextBoolean() ? "\r\n" : "\n");
    }

    private static void garbage(final Random random, final StringBuilder pipeline) {
        final int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            pipeline.append(PIECES[random.nextInt(PIECES.length)]);
        }
    }
}
