package io.ringhold.tools.memory.report;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonReportTest {
    @Test
    void shouldHoldEveryPart() throws JsonParserException {
        final JsonObject json = parse(Format.JSON, true);

        assertThat(json.getString("format")).isEqualTo("ringhold-memory");
        assertThat(json.getObject("all").getLong("bytes")).isEqualTo(1_060_000);
        assertThat(json.getLong("total_bytes")).isEqualTo(1_060_000 + 20_000 - 1001 * 9);
        assertThat(json.getArray("patterns").getObject(0).getString("name")).isEqualTo(Samples.NASTY);
        assertThat(json.getObject("prefixes").getArray("children").getObject(1).getArray("children").getObject(0)
                .getString("pattern")).isEqualTo("user:*");
        assertThat(json.getArray("key_bytes").getObject(0).getLong("high")).isEqualTo(63);
        assertThat(json.getObject("elements").getArray("hash")).hasSize(1);
        assertThat(json.getArray("ttl_seconds")).hasSize(1);
        assertThat(json.getArray("biggest_keys").getObject(0).isNull("ttl_ms")).isTrue();
        assertThat(json.getArray("biggest_keys").getObject(1).getLong("ttl_ms")).isEqualTo(-5);
        assertThat(json.getArray("biggest_elements").getObject(0).getLong("bytes")).isEqualTo(40);
        assertThat(json.getArray("blocks")).hasSize(2);
        assertThat(json.getArray("trials").getObject(0).getLong("saved_bytes")).isEqualTo(5_000);
        assertThat(json.getObject("growth").getObject("gone").getLong("bytes")).isEqualTo(-5_000);
        assertThat(json.getObject("growth").getArray("patterns")).hasSize(1);
    }

    @Test
    void shouldBeParsedWithoutAnyKeys() throws JsonParserException {
        final JsonObject json = parse(Format.JSON, false);

        assertThat(json.getArray("patterns")).isEmpty();
        assertThat(json.isNull("growth")).isTrue();
    }

    private static JsonObject parse(final Format format, final boolean full) throws JsonParserException {
        return JsonParser.object().from(Reports.text(full ? Samples.full() : Samples.empty(), format));
    }
}
