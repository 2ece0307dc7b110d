package io.ringhold.tools.memory.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.BlockClass;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.Histogram.Bucket;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.memory.result.Trial;

/** Made-up reports. */
final class Samples {
    /** What must be escaped everywhere: markup, quotes, a comma, what a spreadsheet runs. */
    static final String NASTY = "=</script><b>\"'&,";

    private Samples() {}

    static MemoryReport full() {
        final Tally users = new Tally(1000, 60_000, 4000, 30_000, 5_000, 100, 10, 600);
        final Tally nasty = new Tally(1, 1_000_000, 1, 999_000, 500, 0, 0, 0);
        final Tally all = users.plus(nasty);
        final PatternNode name = new PatternNode("user:*:name", ":name", half(users), half(users), List.of());
        final PatternNode mail = new PatternNode("user:*:mail", ":mail", half(users), half(users), List.of());
        final PatternNode star = new PatternNode("user:*", ":*", Tally.NONE, users, List.of(name, mail));
        final PatternNode user = new PatternNode("user", "user", Tally.NONE, users, List.of(star));
        final PatternNode odd = new PatternNode(NASTY, NASTY, nasty, nasty, List.of());
        final PatternNode root = new PatternNode("", "", Tally.NONE, all, List.of(odd, user));
        return new MemoryReport("dump.rdb", Instant.EPOCH, all, 20_000, List.of(new Share("db0", all)),
                List.of(new Share("string", nasty), new Share("hash", users)),
                List.of(new Share("string / raw", nasty), new Share("hash / listpack", users)),
                List.of(new Share(NASTY, nasty), new Share("user:*:name", users)), root,
                new Histogram("memory of a key", "bytes",
                        List.of(new Bucket(32, 63, 1000, 60_000), new Bucket(524_288, 1_048_575, 1, 1_000_000))),
                List.of(new Histogram("hash", "elements", List.of(new Bucket(4, 7, 1000, 60_000)))),
                new Histogram("time to live", "seconds", List.of(new Bucket(64, 127, 90, 5_400))),
                List.of(new BigKey(0, NASTY, "string", "raw", 1_000_000, 1, BigKey.NO_TTL),
                        new BigKey(0, "user:1:name", "hash", "listpack", 60, 4, -5)),
                List.of(new BigElement(0, "user:1:name", "hash", NASTY, 40)),
                List.of(new BlockClass(1_048_576, 1, 1_003_520, 500), new BlockClass(48, 1000, 48_000, 5_000)),
                List.of(new Trial("hash-max-listpack-entries", "512", "1024", 10, 9_000, 4_000)),
                Optional.of(new Growth("old.rdb", 900, 900_000, new Growth.Moved(110, 170_000),
                        new Growth.Moved(9, -5_000), new Growth.Moved(2, 100), new Growth.Moved(1, -50), 888,
                        List.of(new Growth.Change("hash", 900, 1000, 54_000, 60_000)),
                        List.of(new Growth.Change(NASTY, 0, 1, 0, 1_000_000)))));
    }

    static MemoryReport empty() {
        final Histogram none = new Histogram("none", "bytes", List.of());
        return new MemoryReport("empty.rdb", Instant.EPOCH, Tally.NONE, 0, List.of(), List.of(), List.of(), List.of(),
                new PatternNode("", "", Tally.NONE, Tally.NONE, List.of()), none, List.of(), none, List.of(),
                List.of(), List.of(), List.of(), Optional.empty());
    }

    private static Tally half(final Tally tally) {
        return new Tally(tally.keys() / 2, tally.bytes() / 2, tally.elements() / 2, tally.payload() / 2,
                tally.slack() / 2, tally.expiring() / 2, tally.expired() / 2, tally.expiredBytes() / 2);
    }
}
