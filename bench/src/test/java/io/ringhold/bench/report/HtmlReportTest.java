package io.ringhold.bench.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.Sweep;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/** The page as a document: it is well-formed XML, so that the JDK's parser reads it. */
class HtmlReportTest {
    @Test
    void shouldBeWellFormedAndNeedNothingElseAtTheEdges() {
        for (final Result result : Samples.edges()) {
            final Document page = parsed(result);
            for (final Element element : elements(page, "*")) {
                assertThat(element.getTagName()).isNotIn("script", "img", "link", "iframe", "object", "use", "image",
                        "a");
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    final String name = element.getAttributes().item(i).getNodeName();
                    assertThat(name).doesNotStartWith("on").isNotIn("src", "href", "style");
                    assertThat(element.getAttributes().item(i).getNodeValue()).doesNotContain("NaN", "Infinity");
                }
            }
            assertThat(elements(page, "style")).hasSize(1).first()
                    .satisfies(style -> assertThat(style.getTextContent()).doesNotContain("url(", "@import", "http"));
            assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void shouldDescribeEveryChartInWords() {
        final Document page = parsed(Samples.comparison());
        final Set<String> ids = new HashSet<>();
        elements(page, "*").stream().map(element -> element.getAttribute("id")).filter(id -> !id.isEmpty())
                .forEach(id -> assertThat(ids.add(id)).isTrue());
        final List<Element> charts = charts(page);
        // Percentiles, throughput and the latency of two servers, for wide windows and for narrow ones.
        assertThat(charts).hasSize(8);
        for (final Element chart : charts) {
            assertThat(chart.getAttribute("role")).isEqualTo("img");
            assertThat(ids).contains(chart.getAttribute("aria-labelledby").split(" ", -1));
            assertThat(text(chart, "title")).isNotBlank();
            assertThat(text(chart, "desc")).isNotBlank();
        }
        assertThat(text(charts.getFirst(), "desc")).isEqualTo(
                "alpha: p50 1 ms, p99 2 ms, p99.9 2 ms, max 2 ms; beta: p50 1 ms, p99 2 ms, p99.9 2 ms, max 2 ms");
    }

    @Test
    void shouldDrawInsideOfTheChart() {
        for (final Result result : Samples.edges()) {
            for (final Element chart : charts(parsed(result))) {
                final String[] box = chart.getAttribute("viewBox").split(" ", -1);
                for (final Element path : elements(chart, "path")) {
                    if (path.getAttribute("class").startsWith("line")) {
                        for (final String point : path.getAttribute("d").substring(1).split("[ML]", -1)) {
                            final String[] place = point.split(",", -1);
                            assertThat(Double.parseDouble(place[0])).isBetween(0.0, Double.parseDouble(box[2]));
                            assertThat(Double.parseDouble(place[1])).isBetween(0.0, Double.parseDouble(box[3]));
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldShowHeadlinesAndTheFiguresInATable() {
        final Document page = parsed(Samples.run(Samples.A, 0, 4.25));
        assertThat(elements(page, "dd").getFirst().getTextContent()).isEqualTo("500/s");
        assertThat(text(page.getDocumentElement(), "pre")).isEqualTo("ringhold-bench run -h localhost -p 17001");
        final List<String> rows = elements(page, "tr").stream().map(row -> cells(row)).toList();
        assertThat(rows).containsExactly("Command|Operations|Per second|Errors|p50|p90|p99|p99.9|p99.99|max",
                "get|900|450/s|0|1 ms|1 ms|1 ms|1 ms|1 ms|1 ms", "set|100|50/s|3|2 ms|2 ms|2 ms|2 ms|2 ms|2 ms",
                "all|1,000|500/s|3|1 ms|1 ms|2 ms|2 ms|2 ms|2 ms");
    }

    @Test
    void shouldMarkTheBreakOfASweep() {
        final Document page = parsed(Samples.sweep());
        assertThat(elements(page, "tr").stream().filter(row -> row.getAttribute("class").equals("broke"))).hasSize(1);
        assertThat(elements(page, "rect")).allMatch(rect -> rect.getAttribute("class").equals("beyond")).hasSize(4);
        assertThat(page.getDocumentElement().getTextContent()).contains("broke at 1,500/s");
        assertThat(elements(page, "dt")).extracting(Element::getTextContent).contains("connections")
                .doesNotContain("rate");
    }

    @Test
    void shouldLabelRatesThatAreCloseToEachOther() {
        final Sweep close = new Sweep(Samples.A,
                List.of(Samples.run(Samples.A, 1_000_000, 4), Samples.run(Samples.A, 1_002_000, 4)), Double.NaN);
        assertThat(elements(charts(parsed(close)).getFirst(), "text")).extracting(Element::getTextContent)
                .doesNotHaveDuplicates()
                .contains("1,000,000", "1,002,000");
    }

    @Test
    void shouldGiveALineTheSameStyleEverywhere() {
        // The first server was not measured: the second keeps the second style.
        final Document page = parsed(
                new Comparison(List.of(Samples.B, Samples.A), List.of(Samples.run(Samples.A, 0, 4))));
        assertThat(elements(charts(page).getFirst(), "path")).extracting(path -> path.getAttribute("class"))
                .contains("line l1")
                .doesNotContain("line l0");
        assertThat(page.getDocumentElement().getTextContent()).contains("not measured");
    }

    @Test
    void shouldShowWhatOthersWroteAsText() {
        final String html = HtmlReport.of(Samples.hostile(0));
        assertThat(html).doesNotContain("<script", "alert('")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        final String shown = Samples.HOSTILE.replaceAll("[\\x07\\x1b\\ud800]", "\ufffd");
        final Document page = parsed(Samples.hostile(0));
        assertThat(text(page.getDocumentElement(), "h1").replace('\n', ' '))
                .isEqualTo(shown.replace("\r\n", " "));
    }

    private static Document parsed(final Result result) {
        final String html = HtmlReport.of(result);
        assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            final DocumentBuilder builder = factory.newDocumentBuilder();
            return builder.parse(new InputSource(new StringReader(html)));
        } catch (final SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(html, e);
        }
    }

    private static List<Element> charts(final Document page) {
        return elements(page, "svg").stream().filter(svg -> svg.getAttribute("class").startsWith("chart")).toList();
    }

    private static List<Element> elements(final Document page, final String name) {
        return elements(page.getDocumentElement(), name);
    }

    private static List<Element> elements(final Element parent, final String name) {
        final NodeList nodes = parent.getElementsByTagName(name);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String text(final Element parent, final String name) {
        return elements(parent, name).getFirst().getTextContent();
    }

    private static String cells(final Element row) {
        return String.join("|", elements(row, "*").stream().map(Element::getTextContent).toList());
    }
}
