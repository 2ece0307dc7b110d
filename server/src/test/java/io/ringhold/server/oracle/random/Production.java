package io.ringhold.server.oracle.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A pattern that commands are drawn from, written with blanks between all its parts: words stand for themselves;
 * {@code {name}} is an argument that {@link Arguments} makes; {@code ( a | b c )} is one of the choices;
 * {@code [ a | b c ]} one of them or none; a {@code *} right after an argument or a closing bracket repeats it one to four
 * times.
 */
public sealed interface Production {
    /** Draws one line and adds its words to {@code words}. */
    void draw(RandomGenerator random, Arguments arguments, List<String> words);

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when brackets do not match
     */
    static Production parse(String pattern) {
        Iterator<String> tokens = Arrays.asList(pattern.strip().split("\\s+")).iterator();
        Choice choice = choice(tokens, "");
        return choice.choices().size() == 1 ? choice.choices().getFirst() : choice;
    }

    /**
     * The productions of a grammar, each as often as its weight says: a line of it is a weight and a pattern, or a comment after
     * {@code #}.
     */
    static List<Production> load(String resource) {
        try (InputStream in = Production.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            List<Production> productions = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                        String[] weightAndPattern = line.split(" ", 2);
                        productions.addAll(Collections.nCopies(Integer.parseInt(weightAndPattern[0]),
                                parse(weightAndPattern[1])));
                    });
            return productions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Choice choice(Iterator<String> tokens, String end) {
        List<Production> choices = new ArrayList<>();
        List<Production> parts = new ArrayList<>();
        while (tokens.hasNext()) {
            String token = tokens.next();
            switch (token) {
                case "(" -> parts.add(choice(tokens, ")"));
                case "[" -> parts.add(choice(tokens, "]"));
                case "|" -> {
                    choices.add(new Sequence(parts));
                    parts = new ArrayList<>();
                }
                case ")", "]", ")*", "]*" -> {
                    if (!token.startsWith(end) || end.isEmpty()) {
                        throw new IllegalArgumentException("unexpected " + token);
                    }
                    choices.add(new Sequence(parts));
                    return new Choice(choices, "]".equals(end), token.endsWith("*"));
                }
                default -> parts.add(new Word(token.replaceAll("(?<=})\\*$", ""), token.endsWith("}*")));
            }
        }
        if (!end.isEmpty()) {
            throw new IllegalArgumentException("missing " + end);
        }
        choices.add(new Sequence(parts));
        return new Choice(choices, false, false);
    }

    /**
     * A word that stands for itself, or an argument.
     *
     * @param text     the word, or the argument's name in braces
     * @param repeated whether it comes one to four times
     */
    record Word(String text, boolean repeated) implements Production {
        @Override
        public void draw(RandomGenerator random, Arguments arguments, List<String> words) {
            int times = repeated ? random.nextInt(1, 5) : 1;
            for (int i = 0; i < times; i++) {
                words.add(text.startsWith("{") && text.endsWith("}")
                        ? arguments.draw(text.substring(1, text.length() - 1))
                        : text);
            }
        }
    }

    /**
     * Parts, one after the other.
     *
     * @param parts the parts
     */
    record Sequence(List<Production> parts) implements Production {
        @Override
        public void draw(RandomGenerator random, Arguments arguments, List<String> words) {
            parts.forEach(part -> part.draw(random, arguments, words));
        }
    }

    /**
     * One of several.
     *
     * @param choices  what there is to choose from
     * @param optional whether it may be left out, which it is half of the time
     * @param repeated whether it is chosen one to four times
     */
    record Choice(List<Production> choices, boolean optional, boolean repeated) implements Production {
        @Override
        public void draw(RandomGenerator random, Arguments arguments, List<String> words) {
            if (optional && random.nextBoolean()) {
                return;
            }
            int times = repeated ? random.nextInt(1, 5) : 1;
            for (int i = 0; i < times; i++) {
                choices.get(random.nextInt(choices.size())).draw(random, arguments, words);
            }
        }
    }
}
