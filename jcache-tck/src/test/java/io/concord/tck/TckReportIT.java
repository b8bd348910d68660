package io.concord.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What the run of the TCK before this one reported. */
class TckReportIT {
    private static final int TESTS = 481;

    @Test
    void all_tests_of_the_tck_have_run_and_passed() throws Exception {
        var reports = reports();

        assertThat(sum(reports, "tests")).isEqualTo(TESTS);
        assertThat(sum(reports, "failures")).isZero();
        assertThat(sum(reports, "errors")).isZero();
        assertThat(sum(reports, "skipped")).isZero();
    }

    private static Element[] reports() throws IOException, ParserConfigurationException, SAXException {
        var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("tck.reports")))) {
            var reports = files.filter(file -> file.getFileName().toString().startsWith("TEST-"))
                    .toList();
            var elements = new Element[reports.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = parser.parse(reports.get(i).toFile()).getDocumentElement();
            }
            return elements;
        }
    }

    private static int sum(Element[] reports, String attribute) {
        return Stream.of(reports)
                .mapToInt(report -> Integer.parseInt(report.getAttribute(attribute)))
                .sum();
    }
}
