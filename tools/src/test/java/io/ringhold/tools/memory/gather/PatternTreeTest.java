package io.ringhold.tools.memory.gather;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternTreeTest {
    private static final int ALL = 1 << 20;

    private final PatternTree tree = new PatternTree(1 << 15);

    @Test
    void shouldGroupKeysWhoseIdsDiffer() {
        for (int i = 0; i < 1000; i++) {
            add("user:" + i + ":name", 10);
            add("user:" + i + ":mail", 20);
        }
        add("config", 5);

        assertThat(shares()).containsExactlyInAnyOrderEntriesOf(
                Map.of("user:*:name", 10_000L, "user:*:mail", 20_000L, "config", 5L));
    }

    @Test
    void shouldNestPrefixesWithTheLargestFirst() {
        add("a:x", 10);
        add("a:y", 30);
        add("a", 1);
        add("b", 2);
        final PatternNode root = new Patterns(tree, ALL).tree();

        assertThat(root.total().bytes()).isEqualTo(43);
        assertThat(root.children()).extracting(PatternNode::pattern).containsExactly("a", "b");
        final PatternNode a = root.children().getFirst();
        assertThat(a.own().bytes()).isEqualTo(1);
        assertThat(a.total().bytes()).isEqualTo(41);
        assertThat(a.children()).extracting(PatternNode::label).containsExactly(":y", ":x");
    }

    @Test
    void shouldMakeNamesVaryThatManyKeysDifferIn() {
        final Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            add("mail:" + name(random) + ":inbox", 10);
            add("mail:" + name(random) + ":sent", 10);
        }
        add("mail:config", 10);

        assertThat(shares()).containsOnlyKeys("mail:*:inbox", "mail:*:sent", "mail:*").containsEntry("mail:*:inbox",
                50_000L);
    }

    @Test
    void shouldKeepTheFewNamesOfManyKeysAmongNamesThatVary() {
        final Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            add("shop:orders:" + i, 10);
            add("shop:carts:" + i, 10);
            add("shop:" + name(random), 1);
        }

        assertThat(shares()).containsOnlyKeys("shop:orders:*", "shop:carts:*", "shop:*");
    }

    @Test
    void shouldMergeWhatIsDeeperThanTheTreeGoes() {
        add("a:b:c:d:e:f:g:h:i:j", 1);
        add("a:b:c:d:e:f:g:h", 2);

        assertThat(shares()).containsExactlyInAnyOrderEntriesOf(
                Map.of("a:b:c:d:e:f:g:*", 1L, "a:b:c:d:e:f:g:h", 2L));
    }

    @Test
    void shouldStaySmallAndCountRightWhateverTheKeys() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("PatternTreeTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final int most = 500;
        final PatternTree small = new PatternTree(most);
        long bytes = 0;
        int largest = 0;
        final int keys = 50_000;
        for (int i = 0; i < keys; i++) {
            final KeyFigures key = Keys.string(path(random), 1 + random.nextInt(100));
            if (random.nextInt(4) == 0) {
                small.addBefore(key);
            } else {
                small.add(key, false);
                bytes += key.bytes;
            }
            largest = Math.max(largest, small.size());
        }
        small.finish();
        final PatternNode root = new Patterns(small, ALL).tree();

        assertThat(largest).isLessThanOrEqualTo(most + PatternTree.MAX_DEPTH);
        assertThat(root.total().bytes()).isEqualTo(bytes);
        assertThat(nodes(root)).isLessThanOrEqualTo(small.size());
        assertThat(nodes(root)).isGreaterThan(10);
    }

    @Test
    void shouldShowTheSmallestChildrenAsOne() {
        for (char c = 'a'; c <= 'z'; c++) {
            add("k:" + c, c);
        }
        final PatternNode k = new Patterns(tree, 4).tree().children().getFirst();

        assertThat(k.children()).extracting(PatternNode::label).containsExactly(":z", ":y", ":x", "(others)");
        assertThat(k.children().getLast().total().keys()).isEqualTo(23);
        assertThat(k.total().keys()).isEqualTo(26);
    }

    @Test
    void shouldNotAllocateForKeysOfKnownPatterns() {
        final KeyFigures key = Keys.string("user:1:name", 10);
        tree.add(key, false);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final int keys = 10_000;
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < keys; i++) {
                tree.add(key, false);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(allocated).isLessThan(keys);
    }

    private static String name(final Random random) {
        return random.ints(6, 'a', 'z' + 1).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
    }

    private static String path(final Random random) {
        final StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(12); depth >= 0; depth--) {
            path.append(":./-_|".charAt(random.nextInt(6)));
            path.append(switch (random.nextInt(4)) {
                case 0 -> "kind" + "abc".charAt(random.nextInt(3));
                case 1 -> Integer.toString(random.nextInt());
                case 2 -> name(random);
                default -> "";
            });
        }
        return path.toString();
    }

    private static long nodes(final PatternNode node) {
        return 1 + node.children().stream().mapToLong(PatternTreeTest::nodes).sum();
    }

    private void add(final String key, final long bytes) {
        tree.add(Keys.string(key, bytes), false);
    }

    private Map<String, Long> shares() {
        tree.finish();
        final Patterns patterns = new Patterns(tree, ALL);
        patterns.tree();
        final Map<String, Long> shares = new HashMap<>();
        for (final Share share : patterns.shares(ALL)) {
            shares.put(share.name(), share.tally().bytes());
        }
        return shares;
    }
}
