package io.concord.cli.doctor;

import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.core.model.Escaped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows findings: what is well in a line for each check, the worst last, and below it what to do. */
record Report(List<Finding> findings) {
    Verdict verdict() {
        return findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.OK);
    }

    void print(Terminal terminal) {
        var table = new Table("RESULT", "CHECK", "MEASURED");
        byVerdictAndCheck().forEach((kind, found) -> {
            if (kind.verdict() == Verdict.OK) {
                table.row(kind.verdict().word(), kind.check().word(), join(found));
            } else {
                found.forEach(
                        one -> table.row(kind.verdict().word(), kind.check().word(), measured(one)));
            }
        });
        table.print(terminal);
        terminal.print("");
        advice().forEach((advice, about) -> terminal.print(Escaped.text(about + ": " + advice)));
        terminal.print(summary());
    }

    String json() {
        var found = Json.createArrayBuilder();
        findings.forEach(finding -> found.add(json(finding)));
        return Json.createObjectBuilder()
                .add("result", verdict().word())
                .add("problems", count(Verdict.PROBLEM))
                .add("warnings", count(Verdict.WARNING))
                .add("findings", found)
                .build()
                .toString();
    }

    private record Kind(Verdict verdict, Check check) {}

    private Map<Kind, List<Finding>> byVerdictAndCheck() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::verdict))
                .collect(Collectors.groupingBy(
                        finding -> new Kind(finding.verdict(), finding.check()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** What several findings ask for is said once, with all of them before it. */
    private Map<String, String> advice() {
        return findings.stream()
                .filter(finding -> finding.verdict() != Verdict.OK)
                .sorted(Comparator.comparing(Finding::verdict))
                .collect(Collectors.groupingBy(
                        Finding::advice,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                finding -> finding.check().word() + " of " + finding.subject(),
                                Collectors.joining(", "))));
    }

    private static String join(List<Finding> found) {
        return found.stream().map(Report::measured).collect(Collectors.joining("; "));
    }

    private static String measured(Finding finding) {
        return finding.subject() + " " + finding.measured().text();
    }

    private String summary() {
        return verdict() == Verdict.OK
                ? "everything is as it should be"
                : "problems: " + count(Verdict.PROBLEM) + ", warnings: " + count(Verdict.WARNING);
    }

    private long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static JsonObject json(Finding finding) {
        var object = Json.createObjectBuilder()
                .add("check", finding.check().word())
                .add("subject", finding.subject().name());
        finding.subject().peer().ifPresent(peer -> object.add("peer", peer));
        object.add("result", finding.verdict().word());
        finding.measured()
                .value()
                .ifPresent(value -> object.add("value", value)
                        .add("unit", finding.measured().unit()));
        object.add("measured", finding.measured().text());
        if (!finding.advice().isEmpty()) {
            object.add("advice", finding.advice());
        }
        return object.build();
    }
}
