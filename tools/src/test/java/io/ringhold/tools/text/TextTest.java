package io.ringhold.tools.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextTest {
    @Test
    void shouldShowBytesWithThreeDigits() {
        assertThat(Units.bytes(0)).isEqualTo("0 B");
        assertThat(Units.bytes(1023)).isEqualTo("1023 B");
        assertThat(Units.bytes(1024)).isEqualTo("1.00 KiB");
        assertThat(Units.bytes(10 * 1024)).isEqualTo("10.0 KiB");
        assertThat(Units.bytes(123 * 1024)).isEqualTo("123 KiB");
        assertThat(Units.bytes(1024 * 1024 - 1)).isEqualTo("1.00 MiB");
        assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
        assertThat(Units.bytes(-1536)).isEqualTo("-1.50 KiB");
        assertThat(Units.change(1536)).isEqualTo("+1.50 KiB");
        assertThat(Units.change(0)).isEqualTo("0 B");
    }

    @Test
    void shouldShowCountsSharesAndTimes() {
        assertThat(Units.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Units.share(1, 8)).isEqualTo("12.5%");
        assertThat(Units.share(0, 0)).isEqualTo("-");
        assertThat(Units.seconds(59)).isEqualTo("59s");
        assertThat(Units.seconds(3600)).isEqualTo("1h");
        assertThat(Units.seconds(90_061)).isEqualTo("1d 1h");
        assertThat(Units.seconds(-61)).isEqualTo("-1m 1s");
    }

    @Test
    void shouldShowKeysAsTheyAreOrEscaped() {
        assertThat(text("caf\u00e9:1".getBytes(StandardCharsets.UTF_8))).isEqualTo("caf\u00e9:1");
        assertThat(text(new byte[] {'a', 0, (byte) 0xff, '\\', 'b'})).isEqualTo("a\\x00\\xff\\\\b");
        assertThat(text("line\nfeed".getBytes(StandardCharsets.UTF_8))).isEqualTo("line\\x0afeed");
        assertThat(text(("x" + "\u00e9".repeat(100)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("x" + "\u00e9".repeat(99) + "...");
        assertThat(text("x".repeat(201).getBytes(StandardCharsets.UTF_8))).isEqualTo("x".repeat(200) + "...");
    }

    @Test
    void shouldShowNamesOfFilesWholeOrEscaped() {
        assertThat(KeyText.of("caf\u00e9".repeat(100))).isEqualTo("caf\u00e9".repeat(100));
        assertThat(KeyText.of("a\u001b[2J\n")).isEqualTo("a\\x1b[2J\\x0a");
    }

    @Test
    void shouldAlignColumnsAndCutLongNames() {
        final TextTable table = new TextTable(List.of("name", "n"));
        table.row(List.of("a", "1,000"));
        table.row(List.of("b".repeat(200), "2"));

        assertThat(table.text().lines().map(String::length)).containsExactly(120, 120, 120);
        assertThat(table.text()).contains("b~      2\n");
        assertThatThrownBy(() -> table.row(List.of("one"))).hasMessage("1 cells in a table of 2");
    }

    private static String text(final byte[] bytes) {
        return KeyText.of(bytes, 0, bytes.length);
    }
}
