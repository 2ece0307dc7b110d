package io.ringhold.engine.config;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** Run with -Dringhold.test.jvm=-Dringhold.docs.write=true to write the page. */
    @Test
    void shouldBeInTheDocumentationAsTheTableSaysIt() throws Exception {
        final String page = ConfigPage.render(new Settings());
        if (Boolean.getBoolean("ringhold.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).hasContent(page);
    }
}
