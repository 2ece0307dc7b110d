package io.ringhold.bench.workload;

import java.util.Locale;

/** How often which key is asked for. Immutable; {@link #sampler} makes the stream of one connection. */
public sealed interface KeyDistribution {
    /** The exponent of {@code zipfian} when none is given: YCSB's. */
    double DEFAULT_EXPONENT = 0.99;

    /** Every key equally often. */
    record Uniform() implements KeyDistribution {
        @Override
        public KeySampler sampler(long keys, long firstKey) {
            return random -> random.nextLong(keys);
        }

        @Override
        public String toString() {
            return "uniform";
        }
    }

    /** Key by key, again from the first after the last. */
    record Sequential() implements KeyDistribution {
        @Override
        public KeySampler sampler(long keys, long firstKey) {
            long[] next = {firstKey % keys};
            return _ -> {
                long key = next[0];
                next[0] = key + 1 == keys ? 0 : key + 1;
                return key;
            };
        }

        @Override
        public String toString() {
            return "sequential";
        }
    }

    /** Few keys often, most rarely: the k-th most frequent with a share of k^-exponent. Which keys are frequent is scattered. */
    record Zipfian(double exponent) implements KeyDistribution {
        @Override
        public KeySampler sampler(long keys, long firstKey) {
            Zipf zipf = new Zipf(keys, exponent);
            long factor = Scatter.factor(keys);
            return random -> Scatter.key(zipf.next(random) - 1, factor, keys);
        }

        @Override
        public String toString() {
            return "zipfian:" + exponent;
        }
    }

    /** {@code hotKeysPercent} of the keys get {@code hotAccessPercent} of the commands; both parts are uniform in themselves. */
    record HotSet(double hotKeysPercent, double hotAccessPercent) implements KeyDistribution {
        @Override
        public KeySampler sampler(long keys, long firstKey) {
            long hot = Math.clamp(Math.round(keys * hotKeysPercent / 100), 1L, keys);
            double share = hot == keys ? 1 : hotAccessPercent / 100;
            long factor = Scatter.factor(keys);
            return random -> {
                long rank = random.nextDouble() < share ? random.nextLong(hot) : hot + random.nextLong(keys - hot);
                return Scatter.key(rank, factor, keys);
            };
        }

        @Override
        public String toString() {
            return "hot:" + hotKeysPercent + ":" + hotAccessPercent;
        }
    }

    /** The stream of one connection over {@code keys} keys; {@code firstKey} is where a sequential one begins. */
    KeySampler sampler(long keys, long firstKey);

    /** Parses {@code uniform}, {@code sequential}, {@code zipfian[:EXPONENT]} or {@code hot:KEYS%:ACCESSES%}, the last also without the signs. */
    static KeyDistribution parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
        return switch (parts[0] + "/" + (parts.length - 1)) {
            case "uniform/0" -> new Uniform();
            case "sequential/0" -> new Sequential();
            case "zipfian/0" -> new Zipfian(DEFAULT_EXPONENT);
            case "zipfian/1" -> new Zipfian(Numbers.decimal(parts[1], 0.01, 10, "exponent"));
            case "hot/2" -> new HotSet(percent(parts[1], 0.0001, "share of keys in %"),
                    percent(parts[2], 0, "share of accesses in %"));
            default -> throw new IllegalArgumentException(
                    "'" + text + "' is not uniform, sequential, zipfian[:EXPONENT] or hot:KEYS%:ACCESSES%");
        };
    }

    private static double percent(String text, double least, String what) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        return Numbers.decimal(number, least, 100, what);
    }
}
