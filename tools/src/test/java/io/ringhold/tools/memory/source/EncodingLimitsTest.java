package io.ringhold.tools.memory.source;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncodingLimitsTest {
    private final EncodingLimits limits = EncodingLimits.defaults();

    @Test
    void shouldStartWithTheServersDefaults() {
        assertThat(limits.values()).containsOnlyKeys(EncodingLimits.names());
        assertThat(limits.value("set-max-intset-entries")).isEqualTo(512);
        assertThat(limits.value("list-max-listpack-size")).isEqualTo(-2);
    }

    @Test
    void shouldChangeOneAndLeaveTheOriginalAlone() {
        assertThat(limits.with("hash-max-listpack-value", 8).value("hash-max-listpack-value")).isEqualTo(8);
        assertThat(limits.value("hash-max-listpack-value")).isEqualTo(64);
    }

    @Test
    void shouldRefuseWhatIsNoSetting() {
        assertThatThrownBy(() -> limits.with("maxmemory", 1)).hasMessageContaining("'maxmemory' is not one of")
                .hasMessageContaining("zset-max-listpack-entries");
        assertThatThrownBy(() -> limits.with("hash-max-listpack-value", -1))
                .hasMessage("hash-max-listpack-value cannot be -1");
        assertThatThrownBy(() -> limits.with("list-max-listpack-size", 1L << 40)).hasMessageContaining("cannot be");
    }
}
