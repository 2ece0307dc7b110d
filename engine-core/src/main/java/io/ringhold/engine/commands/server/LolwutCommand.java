package io.ringhold.engine.commands.server;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.ringhold.engine.ServerVersion;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;

/**
 * LOLWUT: rings around a point, with a few planets on them, different each time; then the version. The arguments of Redis' own
 * pieces, but for the version, are taken and not looked at. Engine thread.
 */
public final class LolwutCommand implements CommandGroupHandlers {
    private static final int WIDTH = 63;
    private static final int HEIGHT = 23;
    private static final double ASPECT = 2.1;
    private static final double RING_DISTANCE = 3.3;
    private static final double RING_WIDTH = 0.45;
    private static final int MAX_PLANETS = 7;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("lolwut", this::lolwut);
    }

    /** LOLWUT [VERSION version] [argument ...]. */
    private void lolwut(final CommandContext context) {
        if (context.argumentCount() >= 3 && context.is(1, "VERSION") && !context.parseInteger(2)) {
            return;
        }
        final String text = draw() + "\nThe ring holds. Ringhold ver. " + ServerVersion.ringhold()
                + ", speaks as Redis ver. "
                + ServerVersion.REDIS + "\n";
        context.reply().verbatim("txt", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String draw() {
        final char[][] cells = new char[HEIGHT][WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                final double phase = radius(x, y) / RING_DISTANCE;
                final boolean onRing = Math.abs(phase - Math.rint(phase)) * RING_DISTANCE < RING_WIDTH && phase > 0.5;
                cells[y][x] = onRing ? '.' : ' ';
            }
        }
        cells[HEIGHT / 2][WIDTH / 2] = '@';
        final int planets = random.nextInt(2, MAX_PLANETS + 1);
        for (int i = 0; i < planets; i++) {
            final double angle = random.nextDouble(2 * Math.PI);
            final double radius = RING_DISTANCE * random.nextInt(1, 4);
            final int x = (int) Math.rint(WIDTH / 2.0 + Math.cos(angle) * radius * ASPECT);
            final int y = (int) Math.rint(HEIGHT / 2.0 + Math.sin(angle) * radius);
            cells[y][x] = "oO0*".charAt(random.nextInt(4));
        }
        final StringBuilder text = new StringBuilder();
        for (final char[] row : cells) {
            text.append(new String(row).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static double radius(final int x, final int y) {
        return Math.hypot((x - WIDTH / 2) / ASPECT, y - HEIGHT / 2);
    }
}
