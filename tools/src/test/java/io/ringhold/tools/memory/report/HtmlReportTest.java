package io.ringhold.tools.memory.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

class HtmlReportTest {
    private final String html = Reports.text(Samples.full(), Format.HTML);

    @Test
    void shouldBeWellFormedWhateverKeysAreCalled() throws Exception {
        final Document page = parse(html);

        assertThat(page.getElementsByTagName("b").getLength()).isEqualTo(page.getElementsByTagName("figure")
                .getLength());
        assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("h2").getLength()).isGreaterThan(10);
        assertThat(html).contains("=&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;,");
    }

    @Test
    void shouldNeedNothingFromElsewhere() {
        assertThat(html).contains("default-src 'none'".replace("'", "&#39;")).doesNotContain("http://", "https://",
                "src=\"", "@import", "url(");
    }

    @Test
    void shouldLeadFromMapToMap() throws Exception {
        final Document page = parse(html);
        final Set<String> maps = new HashSet<>();
        final NodeList figures = page.getElementsByTagName("figure");
        for (int i = 0; i < figures.getLength(); i++) {
            maps.add(figures.item(i).getAttributes().getNamedItem("id").getNodeValue());
        }
        final List<String> targets = new ArrayList<>();
        final Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(html);
        while (links.find()) {
            targets.add(links.group(1));
        }

        assertThat(maps).containsExactlyInAnyOrder("map0", "map1");
        assertThat(targets).containsExactlyInAnyOrder("map1", "map0");
    }

    @Test
    void shouldShowAPageOfNoKeys() throws Exception {
        final String empty = Reports.text(Samples.empty(), Format.HTML);

        assertThat(parse(empty).getElementsByTagName("svg").getLength()).isZero();
        assertThat(empty).contains("empty.rdb").doesNotContain("NaN");
    }

    private static Document parse(final String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    }
}
