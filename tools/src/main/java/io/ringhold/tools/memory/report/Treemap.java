package io.ringhold.tools.memory.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.text.Units;

/**
 * Draws the tree of prefixes: a map of the whole, and one of each of the larger prefixes, which a click on its box leads to. A map shows two levels;
 * boxes are as large as what they stand for.
 */
final class Treemap {
    private static final double WIDTH = 1140;
    private static final double HEIGHT = 520;
    private static final double STRIP = 20;
    private static final double MARGIN = 2;
    private static final double LEAST_SIDE = 3;
    private static final double LETTER = 7;
    private static final double LINE = 15;
    private static final int MOST_MAPS = 80;
    private static final int COLORS = 8;

    private final Html html;
    private final Tally all;
    private final Map<PatternNode, Integer> maps = new HashMap<>();
    private final Map<PatternNode, PatternNode> parents = new HashMap<>();

    private Treemap(final Html html, final Tally all) {
        this.html = html;
        this.all = all;
    }

    /** Writes all maps; the page's script shows one of them. */
    static void write(final Html html, final PatternNode root) {
        new Treemap(html, root.total()).write(branching(root));
    }

    private void write(final PatternNode root) {
        final List<PatternNode> order = new ArrayList<>();
        final Deque<PatternNode> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty() && order.size() < MOST_MAPS) {
            final PatternNode node = queue.remove();
            maps.put(node, order.size());
            order.add(node);
            for (final PatternNode child : node.children()) {
                final PatternNode target = branching(child);
                if (!target.children().isEmpty()) {
                    parents.put(target, node);
                    queue.add(target);
                }
            }
        }
        order.forEach(this::map);
    }

    /** The node itself, or the first below it that has more than one way to go on. */
    private static PatternNode branching(final PatternNode node) {
        PatternNode at = node;
        while (at.children().size() == 1 && at.own().keys() == 0) {
            at = at.children().getFirst();
        }
        return at;
    }

    /** The labels of a node and of those that {@link #branching} passes over. */
    private static String label(final PatternNode node) {
        final StringBuilder label = new StringBuilder(node.label());
        PatternNode at = node;
        while (at.children().size() == 1 && at.own().keys() == 0) {
            at = at.children().getFirst();
            label.append(at.label());
        }
        return label.toString();
    }

    private void map(final PatternNode node) {
        final int number = maps.get(node);
        if (number == 0) {
            html.open("figure", "class", "map", "id", "map0");
        } else {
            html.open("figure", "class", "map", "id", "map" + number, "hidden", "");
        }
        html.open("figcaption");
        path(node);
        html.element("span", " " + Units.bytes(node.total().bytes()) + ", " + Units.count(node.total().keys())
                + " keys", "class", "soft");
        html.close();
        html.open("svg", "viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT), "role", "img", "aria-label",
                "Treemap of " + name(node));
        final List<PatternNode> parts = parts(node);
        final List<Box> boxes = new Box(0, 0, WIDTH, HEIGHT).divide(sizes(parts));
        for (int i = 0; i < parts.size(); i++) {
            part(parts.get(i), boxes.get(i), "t" + i % COLORS);
        }
        html.close().close();
    }

    private void path(final PatternNode node) {
        final Deque<PatternNode> path = new ArrayDeque<>();
        for (PatternNode at = parents.get(node); at != null; at = parents.get(at)) {
            path.push(at);
        }
        for (final PatternNode at : path) {
            html.element("a", name(at), "href", "#map" + maps.get(at)).raw(" \u203a ");
        }
        html.element("b", name(node));
    }

    private static String name(final PatternNode node) {
        return node.pattern().isEmpty() ? "all keys" : node.pattern();
    }

    /** The children, and the keys that end here as one more. */
    private static List<PatternNode> parts(final PatternNode node) {
        final List<PatternNode> parts = new ArrayList<>(node.children());
        if (node.own().keys() > 0) {
            parts.add(new PatternNode(name(node), "(itself)", node.own(), node.own(), List.of()));
        }
        parts.sort((a, b) -> Long.compare(b.total().bytes(), a.total().bytes()));
        return parts;
    }

    private static List<Double> sizes(final List<PatternNode> parts) {
        return parts.stream().map(part -> (double) part.total().bytes()).toList();
    }

    private void part(final PatternNode part, final Box box, final String color) {
        if (box.width() < LEAST_SIDE || box.height() < LEAST_SIDE) {
            return;
        }
        final boolean isLink = open(part);
        rectangle(box.inner(MARGIN / 2, 0), part, color);
        label(label(part), box, part);
        final List<PatternNode> inner = parts(branching(part));
        final Box room = box.inner(2 * MARGIN, STRIP);
        if (inner.size() > 1 && room.width() > 2 * STRIP && room.height() > 2 * STRIP) {
            final List<Box> boxes = room.divide(sizes(inner));
            for (int i = 0; i < inner.size(); i++) {
                innerPart(inner.get(i), boxes.get(i));
            }
        }
        close(isLink);
    }

    private void innerPart(final PatternNode part, final Box box) {
        if (box.width() < LEAST_SIDE || box.height() < LEAST_SIDE) {
            return;
        }
        rectangle(box.inner(MARGIN / 2, 0), part, "inner");
        if (box.height() > LINE) {
            text(label(part), box.x() + 2 * MARGIN, box.y() + LINE, box.width() - 4 * MARGIN, "small");
        }
    }

    private boolean open(final PatternNode part) {
        final Integer map = maps.get(branching(part));
        if (map == null) {
            return false;
        }
        html.open("a", "href", "#map" + map);
        return true;
    }

    private void close(final boolean isLink) {
        if (isLink) {
            html.close();
        }
    }

    private void rectangle(final Box box, final PatternNode part, final String style) {
        final Tally tally = part.total();
        html.open("rect", "x", number(box.x()), "y", number(box.y()), "width", number(box.width()), "height",
                number(box.height()), "class", style);
        html.element("title", part.pattern() + "\n" + Units.bytes(tally.bytes()) + " ("
                + Units.share(tally.bytes(), all.bytes()) + "), " + Units.count(tally.keys()) + " keys, "
                + Units.bytes(tally.bytesPerKey()) + " each");
        html.close();
    }

    private void label(final String label, final Box box, final PatternNode part) {
        if (box.height() < STRIP) {
            return;
        }
        final double room = box.width() - 4 * MARGIN;
        final String size = Units.bytes(part.total().bytes());
        final String whole = label + "  " + size;
        text(whole.length() * LETTER <= room ? whole : label, box.x() + 3 * MARGIN, box.y() + LINE, room, "label");
    }

    private void text(final String text, final double x, final double y, final double room, final String style) {
        final int letters = (int) (room / LETTER);
        if (letters < 3 && text.length() > letters) {
            return;
        }
        html.element("text", text.length() <= letters ? text : text.substring(0, letters - 1) + "\u2026", "x",
                number(x), "y", number(y), "class", style);
    }

    private static String number(final double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
