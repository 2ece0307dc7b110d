package io.ringhold.engine.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.ringhold.engine.config.option.OutputBufferLimits;
import io.ringhold.engine.config.option.OutputBufferLimits.Limit;
import io.ringhold.engine.config.option.SaveRule;
import io.ringhold.engine.config.option.ShutdownOption;
import io.ringhold.engine.util.Words;

/** The forms of those settings that have one of their own, and the checks of texts; errors are Redis' own. */
final class Forms {
    /** Flags of notify-keyspace-events that A stands for, then all others, in the order in which Redis shows them. */
    private static final String EVENT_CLASSES = "g$lshzxetd";
    private static final String EVENT_FLAGS = "KEm";
    private static final List<String> TITLE_VARIABLES = List.of("title", "listen-addr", "server-mode", "port",
            "tls-port", "unixsocket", "config-file");
    private static final Pattern HOST_NAME = Pattern.compile("[a-zA-Z0-9.-]*");
    private static final int MAX_BIND_ADDRESSES = 16;

    private Forms() {}

    /** Pairs of seconds and changes; lines add up, an empty one forgets those before. */
    static final class Save implements ValueSetting.Form<List<SaveRule>> {
        @Override
        public List<SaveRule> parse(final List<String> words, final List<SaveRule> before, final boolean adds)
                throws InvalidValueException {
            if (words.size() % 2 != 0) {
                throw new InvalidValueException("Invalid save parameters");
            }
            final List<SaveRule> rules = new ArrayList<>(adds && !words.isEmpty() ? before : List.of());
            for (int i = 0; i < words.size(); i += 2) {
                final long seconds = number(words.get(i));
                final long changes = number(words.get(i + 1));
                if (seconds < 1 || changes < 0 || changes > Integer.MAX_VALUE) {
                    throw new InvalidValueException("Invalid save parameters");
                }
                rules.add(new SaveRule(seconds, (int) changes));
            }
            return List.copyOf(rules);
        }

        private static long number(final String word) throws InvalidValueException {
            try {
                return Long.parseLong(word);
            } catch (final NumberFormatException _) {
                throw new InvalidValueException("Invalid save parameters");
            }
        }

        @Override
        public String format(final List<SaveRule> value) {
            return String.join(" ", value.stream().map(SaveRule::toString).toList());
        }

        @Override
        public List<String> rewrite(final List<SaveRule> value) {
            return value.isEmpty() ? List.of("\"\"") : value.stream().map(SaveRule::toString).toList();
        }

        @Override
        public String describe() {
            return "pairs of seconds and changes; \"\" for none";
        }
    }

    /** Groups of class, hard limit, soft limit, seconds; classes that are not named stay as they are. */
    static final class BufferLimits implements ValueSetting.Form<OutputBufferLimits> {
        private static final String BAD_LIMIT = "Error in hard, soft or soft_seconds setting in buffer limit"
                + " configuration.";

        @Override
        public OutputBufferLimits parse(
                final List<String> words, final OutputBufferLimits before, final boolean adds)
                throws InvalidValueException {
            if (words.size() % 4 != 0) {
                throw new InvalidValueException("Wrong number of arguments in buffer limit configuration.");
            }
            OutputBufferLimits limits = before;
            for (int i = 0; i < words.size(); i += 4) {
                limits = with(limits, words.get(i).toLowerCase(Locale.ROOT), words.subList(i + 1, i + 4));
            }
            return limits;
        }

        private static OutputBufferLimits with(
                final OutputBufferLimits limits, final String className, final List<String> numbers)
                throws InvalidValueException {
            return switch (className) {
                case "normal" -> new OutputBufferLimits(limit(numbers), limits.replica(), limits.pubsub());
                case "slave", "replica" -> new OutputBufferLimits(limits.normal(), limit(numbers), limits.pubsub());
                case "pubsub" -> new OutputBufferLimits(limits.normal(), limits.replica(), limit(numbers));
                default -> throw new InvalidValueException(
                        "Invalid client class specified in buffer limit configuration.");
            };
        }

        private static Limit limit(final List<String> numbers) throws InvalidValueException {
            final long hard = Numbers.parseMemory(numbers.get(0));
            final long soft = Numbers.parseMemory(numbers.get(1));
            final long seconds;
            try {
                seconds = Long.parseLong(numbers.get(2));
            } catch (final NumberFormatException _) {
                throw new InvalidValueException(BAD_LIMIT);
            }
            if (hard < 0 || soft < 0 || seconds < 0) {
                throw new InvalidValueException(BAD_LIMIT);
            }
            return new Limit(hard, soft, seconds);
        }

        @Override
        public String format(final OutputBufferLimits value) {
            return value.toString();
        }

        @Override
        public List<String> rewrite(final OutputBufferLimits value) {
            return List.of("normal " + written(value.normal()), "replica " + written(value.replica()),
                    "pubsub " + written(value.pubsub()));
        }

        private static String written(final Limit limit) {
            return Numbers.formatMemory(limit.hardBytes()) + " " + Numbers.formatMemory(limit.softBytes()) + " "
                    + limit.softSeconds();
        }

        @Override
        public String describe() {
            return "groups of class (normal, replica, pubsub), hard limit, soft limit, seconds";
        }
    }

    /** Words as they are. */
    static final class Addresses implements ValueSetting.Form<List<String>> {
        @Override
        public List<String> parse(final List<String> words, final List<String> before, final boolean adds)
                throws InvalidValueException {
            if (words.size() > MAX_BIND_ADDRESSES) {
                throw new InvalidValueException("Too many bind addresses specified.");
            }
            return List.copyOf(words);
        }

        @Override
        public String format(final List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<String> rewrite(final List<String> value) {
            return List.of(value.isEmpty() ? "\"\"" : format(value));
        }

        @Override
        public String describe() {
            return "up to 16 addresses, * for all, - before one that may be missing";
        }
    }

    /** Options of a shutdown; none is {@code default}. */
    static final class Shutdown implements ValueSetting.Form<Set<ShutdownOption>> {
        @Override
        public Set<ShutdownOption> parse(
                final List<String> words, final Set<ShutdownOption> before, final boolean adds)
                throws InvalidValueException {
            final EnumSet<ShutdownOption> options = EnumSet.noneOf(ShutdownOption.class);
            if (words.isEmpty()) {
                throw unknown();
            }
            for (final String word : words) {
                if (!word.equalsIgnoreCase("default")) {
                    options.add(option(word));
                }
            }
            if (options.contains(ShutdownOption.SAVE) && options.contains(ShutdownOption.NOSAVE)) {
                throw new InvalidValueException("shutdown options SAVE and NOSAVE can't be used simultaneously");
            }
            return Set.copyOf(options);
        }

        private static ShutdownOption option(final String word) throws InvalidValueException {
            for (final ShutdownOption option : ShutdownOption.values()) {
                if (option.name().equalsIgnoreCase(word)) {
                    return option;
                }
            }
            throw unknown();
        }

        private static InvalidValueException unknown() {
            return new InvalidValueException(
                    "argument(s) must be one of the following: default, save, nosave, now, force");
        }

        @Override
        public String format(final Set<ShutdownOption> value) {
            return value.isEmpty()
                    ? "default"
                    : String.join(" ", value.stream().sorted().map(EnumSetting::word).toList());
        }

        @Override
        public String describe() {
            return "some of default, save, nosave, now, force";
        }
    }

    /** Three numbers. */
    static final class OomScores implements ValueSetting.Form<List<Integer>> {
        @Override
        public List<Integer> parse(final List<String> words, final List<Integer> before, final boolean adds)
                throws InvalidValueException {
            if (words.size() != 3) {
                throw new InvalidValueException("wrong number of arguments");
            }
            final List<Integer> scores = new ArrayList<>();
            for (final String word : words) {
                scores.add(score(word));
            }
            return List.copyOf(scores);
        }

        private static int score(final String word) throws InvalidValueException {
            try {
                final int score = Integer.parseInt(word);
                if (score >= -2000 && score <= 2000) {
                    return score;
                }
            } catch (final NumberFormatException _) {
                // Answered below, as is a number out of range.
            }
            throw new InvalidValueException(
                    "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
        }

        @Override
        public String format(final List<Integer> value) {
            return String.join(" ", value.stream().map(String::valueOf).toList());
        }

        @Override
        public String describe() {
            return "three integers -2000 to 2000";
        }
    }

    /** Percentiles; shown with six digits behind the point at the most. */
    static final class Percentiles implements ValueSetting.Form<List<Double>> {
        @Override
        public List<Double> parse(final List<String> words, final List<Double> before, final boolean adds)
                throws InvalidValueException {
            final List<Double> percentiles = new ArrayList<>();
            for (final String word : words) {
                percentiles.add(percentile(word));
            }
            return List.copyOf(percentiles);
        }

        private static double percentile(final String word) throws InvalidValueException {
            final double percentile;
            try {
                percentile = new BigDecimal(word).doubleValue();
            } catch (final NumberFormatException _) {
                throw new InvalidValueException("Invalid latency-tracking-info-percentiles parameters");
            }
            if (percentile < 0 || percentile > 100) {
                throw new InvalidValueException(
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
            }
            return percentile;
        }

        @Override
        public String format(final List<Double> value) {
            return String.join(" ", value.stream().map(Percentiles::shown).toList());
        }

        private static String shown(final double percentile) {
            final BigDecimal rounded = new BigDecimal(percentile).setScale(6, RoundingMode.HALF_EVEN);
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        }

        @Override
        public List<String> rewrite(final List<Double> value) {
            return List.of(value.isEmpty() ? "\"\"" : format(value));
        }

        @Override
        public String describe() {
            return "numbers 0 to 100; \"\" for none";
        }
    }

    /** Host and port of a master, or nothing. */
    static final class Master implements ValueSetting.Form<String> {
        @Override
        public String parse(final List<String> words, final String before, final boolean adds)
                throws InvalidValueException {
            if (words.size() != 2) {
                throw new InvalidValueException("wrong number of arguments");
            }
            if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
                return "";
            }
            try {
                final int port = Integer.parseInt(words.get(1));
                if (port >= 0 && port <= 65535) {
                    return words.get(0) + " " + port;
                }
            } catch (final NumberFormatException _) {
                // Answered below, as is a number out of range.
            }
            throw new InvalidValueException("Invalid master port");
        }

        @Override
        public String format(final String value) {
            return value;
        }

        @Override
        public List<String> rewrite(final String value) {
            return value.isEmpty() ? List.of() : List.of(value);
        }

        @Override
        public String describe() {
            return "host and port, or no one";
        }
    }

    /** All letters of notify-keyspace-events that a text stands for, in order. */
    static String keyspaceEvents(final String text) throws InvalidValueException {
        if (!matchesOnly(text, "An" + EVENT_CLASSES + EVENT_FLAGS)) {
            throw new InvalidValueException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
        final String classes = text.indexOf('A') >= 0 ? EVENT_CLASSES : common(EVENT_CLASSES, text);
        return classes + common("n" + EVENT_FLAGS, text);
    }

    /** Such letters as Redis shows them: besides A it does not show n. */
    static String shownKeyspaceEvents(final String letters) {
        return letters.startsWith(EVENT_CLASSES) ? "A" + common(EVENT_FLAGS, letters) : letters;
    }

    /** The characters of the first text that are in the second. */
    private static String common(final String ordered, final String text) {
        return ordered.chars().filter(c -> text.indexOf(c) >= 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean matchesOnly(final String text, final String allowed) {
        return text.chars().allMatch(c -> allowed.indexOf(c) >= 0);
    }

    /** A name of a file: it ends before a NUL, as for Redis, and the system must be able to write it, which depends on the locale. */
    static String path(final String text) throws InvalidValueException {
        final String path = Setting.beforeNul(text);
        try {
            FileSystems.getDefault().getPath(Words.toText(path));
            return path;
        } catch (final InvalidPathException e) {
            throw new InvalidValueException("argument cannot be a file's name in this locale: " + e.getReason());
        }
    }

    /** A name of a file without a folder. */
    static TextSetting.Reader fileName(final String setting, final String kind) {
        return text -> {
            final String name = plainName(setting, kind, text);
            if (name.isEmpty()) {
                throw new InvalidValueException(setting + " can't be empty");
            }
            return name;
        };
    }

    /** A name of a file without a folder, or nothing. */
    static TextSetting.Reader optionalFileName(final String setting, final String kind) {
        return text -> plainName(setting, kind, text);
    }

    private static String plainName(final String setting, final String kind, final String text)
            throws InvalidValueException {
        final String name = path(text);
        if (name.indexOf('/') >= 0) {
            throw new InvalidValueException(setting + " can't be a path, just a " + kind);
        }
        return name;
    }

    static String hostName(final String text) throws InvalidValueException {
        if (text.length() >= 256) {
            throw new InvalidValueException("Hostnames must be less than 256 characters");
        }
        if (!HOST_NAME.matcher(text).matches()) {
            throw new InvalidValueException("Hostnames may only contain alphanumeric characters, hyphens or dots");
        }
        return text;
    }

    static String titleTemplate(final String text) throws InvalidValueException {
        String rest = text;
        for (final String variable : TITLE_VARIABLES) {
            rest = rest.replace("{" + variable + "}", "");
        }
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new InvalidValueException("template format is invalid or contains unknown variables");
        }
        return text;
    }
}
