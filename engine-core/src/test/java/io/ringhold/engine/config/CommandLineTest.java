package io.ringhold.engine.config;

import java.util.List;

import io.ringhold.engine.config.CommandLine.Action;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What redis-server 7.0 makes of these was seen in its error messages. */
class CommandLineTest {
    @Test
    void shouldMakeALineOfEachOption() {
        assertThat(parse("--port", "7001", "--save", "", "--bind", "127.0.0.1", "::1").options())
                .isEqualTo("\nport \"7001\"\nsave \"\"\nbind \"127.0.0.1\" \"::1\"");
    }

    @Test
    void shouldTakeAnOptionAsValueWhenItFollowsAName() {
        assertThat(parse("--masterauth", "--foo", "--bar", "--nosuch", "x").options())
                .isEqualTo("\nmasterauth \"--foo\"\nbar \"--nosuch\" \"x\"");
    }

    @Test
    void shouldTakeSaveAsEmptyWhenNoValueFollows() {
        assertThat(parse("--save", "--nosuch", "--b").options()).isEqualTo("\nsave \"\"\nnosuch \"--b\"");
        assertThat(parse("--port", "1", "--save").options()).isEqualTo("\nport \"1\"\nsave \"\"");
    }

    @Test
    void shouldKeepWordsOfTheOptionWhenItHasBlanks() {
        assertThat(parse("--port 5", "--nosuch a", "b").options()).isEqualTo("\nport 5\nnosuch a \"b\"");
    }

    @Test
    void shouldReadStdinWhenADashIsFirstOrLast() {
        assertThat(parse("-", "--hz", "1").readsStdin()).isTrue();
        assertThat(parse("--hz", "1", "-").readsStdin()).isTrue();
        assertThat(parse("x.conf", "-")).isEqualTo(new CommandLine(Action.RUN, "x.conf", true, ""));
        assertThat(parse("--port", "1", "-", "--hz", "2"))
                .isEqualTo(new CommandLine(Action.RUN, "", false, "\nport \"1\" \"-\"\nhz \"2\""));
    }

    @Test
    void shouldAskForVersionOrHelp() {
        assertThat(parse("-v").action()).isEqualTo(Action.SHOW_VERSION);
        assertThat(parse("--help").action()).isEqualTo(Action.SHOW_HELP);
        assertThat(parse()).isEqualTo(new CommandLine(Action.RUN, "", false, ""));
    }

    private static CommandLine parse(final String... arguments) {
        return CommandLine.parse(List.of(arguments));
    }
}
