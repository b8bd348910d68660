package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.protocol.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The documented metrics, the alerts and the dashboard are those of real nodes. */
@ExtendWith(SharedCluster.class)
class MonitoringIT {
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(concord_\\w+)` \\| (\\w+) \\|([^|]*)\\|([^|]*)\\|[^|]+\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Set<String> ADDED_BY_PROMETHEUS = Set.of("job", "instance");
    private static final Set<String> FUNCTIONS = Set.of(
            "sum",
            "min",
            "max",
            "count",
            "rate",
            "increase",
            "changes",
            "predict_linear",
            "histogram_quantile",
            "min_over_time",
            "label_values");

    private final LocalCluster cluster;

    MonitoringIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    private record Documented(String type, Set<String> labels, Set<String> alerts) {}

    @Test
    void the_documented_metrics_are_those_that_the_nodes_have() throws IOException {
        var scrape = scrape();
        var documented = documented();

        var families = scrape.types().keySet().stream()
                .filter(family -> family.startsWith("concord_"))
                .filter(family -> !isMaximumOfHistogram(family, scrape))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented.keySet()).isEqualTo(families);
        documented.forEach((name, metric) -> {
            assertThat(scrape.types()).as(name).containsEntry(name, metric.type());
            assertThat(scrape.labels(name)).as("labels of %s", name).isEqualTo(metric.labels());
        });
    }

    private static boolean isMaximumOfHistogram(String family, Scrape scrape) {
        return family.endsWith("_max")
                && "histogram".equals(scrape.types().get(family.substring(0, family.length() - "_max".length())));
    }

    @Test
    void every_alert_asks_for_what_there_is_and_is_documented_with_its_metrics() throws IOException {
        var scrape = scrape();
        var used = new TreeMap<String, Set<String>>();
        for (var rule : rules()) {
            var alert = String.valueOf(rule.get("alert"));
            var query = new PromQuery(String.valueOf(rule.get("expr")));
            requireThere(query, scrape, alert);
            query.selectors()
                    .forEach(selector -> used.computeIfAbsent(
                                    selector.metric().replaceFirst("_bucket$", ""), metric -> new TreeSet<>())
                            .add(alert));
        }

        used.keySet().removeIf(metric -> !metric.startsWith("concord_"));
        var documented = documented();
        documented.values().removeIf(metric -> metric.alerts().isEmpty());
        assertThat(documented.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().alerts())))
                .isEqualTo(used);
    }

    @Test
    void no_alert_is_raised_by_a_healthy_cluster_for_what_a_single_scrape_shows() throws IOException {
        // The comparisons of gauges with a number: the others need time.
        var simple = Pattern.compile("(concord_\\w+)(?:\\{(\\w+)=\"(\\w+)\"})? (==|>) ([0-9.]+)");
        var scrape = scrape();
        var checked = 0;
        for (var rule : rules()) {
            var matcher = simple.matcher(String.valueOf(rule.get("expr")));
            if (matcher.matches()) {
                checked++;
                for (var sample : scrape.samples(matcher.group(1))) {
                    if (matcher.group(2) == null
                            || matcher.group(3).equals(sample.labels().get(matcher.group(2)))) {
                        var bound = Double.parseDouble(matcher.group(5));
                        assertThat(matcher.group(4).equals("==") ? sample.value() == bound : sample.value() > bound)
                                .as("%s raised by %s", rule.get("alert"), sample)
                                .isFalse();
                    }
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(5);
    }

    @Test
    void every_panel_of_the_dashboard_asks_for_what_there_is() throws IOException {
        var scrape = scrape();
        var dashboard = Client.json(Files.readString(file("deploy/grafana/concord-dashboard.json")));
        var expressions = new ArrayList<String>();
        for (var panel : dashboard.getJsonArray("panels").getValuesAs(JsonObject.class)) {
            for (var target :
                    panel.getOrDefault("targets", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
                expressions.add(target.asJsonObject().getString("expr"));
            }
        }

        assertThat(expressions).hasSizeGreaterThan(30);
        for (var expression : expressions) {
            requireThere(new PromQuery(expression), scrape, expression);
        }
    }

    @Test
    void every_alert_says_what_to_do_and_the_runbook_has_no_others() throws IOException {
        var alerts =
                rules().stream().map(rule -> String.valueOf(rule.get("alert"))).toList();
        var runbook = Pattern.compile("^\\| \\[?`?(Concord[A-Z]\\w+)", Pattern.MULTILINE)
                .matcher(Files.readString(file("docs/troubleshooting.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(runbook).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(rules()).allSatisfy(rule -> assertThat(rule.toString()).contains("severity=", "summary="));
    }

    @Test
    void what_happens_to_nodes_is_counted_by_the_observers_of_events() throws IOException {
        var admin = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
        var before = scrape("n1");

        SharedCluster.client(cluster, "n1", TokenGroup.WRITER).put("counted by events", "1");
        assertThat(admin.post("/v1/cluster/snapshot").statusCode()).isEqualTo(200);
        new Client(cluster.endpoint("n1"), null).get("counted by events");
        new Client(cluster.endpoint("n1"), null).send("GET", "/v1/watch", null);
        assertThat(SharedCluster.client(cluster, "n1", TokenGroup.READER)
                        .put("k", "v")
                        .statusCode())
                .isEqualTo(403);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var after = scrape("n1");
            assertThat(only(after, "concord_snapshots_created_total"))
                    .isGreaterThan(only(before, "concord_snapshots_created_total"));
        });
        var after = scrape("n1");
        assertThat(failures(after, "unauthorized")).isEqualTo(failures(before, "unauthorized") + 2, within(0.1));
        assertThat(failures(after, "forbidden")).isEqualTo(failures(before, "forbidden") + 1, within(0.1));
        assertThat(scrape().samples("concord_raft_role_changes_total"))
                .anyMatch(sample -> sample.labels().containsValue("leader") && sample.value() >= 1);
        assertThat(only(after, "concord_data_bytes")).isGreaterThan(only(after, "concord_log_bytes"));
        assertThat(only(after, "concord_disk_total_bytes")).isGreaterThan(only(after, "concord_disk_free_bytes"));
    }

    private static double failures(Scrape scrape, String reason) {
        return scrape.samples("concord_auth_failures_total").stream()
                .filter(sample -> sample.labels().containsValue(reason))
                .mapToDouble(Scrape.Sample::value)
                .sum();
    }

    private static double only(Scrape scrape, String name) {
        assertThat(scrape.samples(name)).hasSize(1);
        return scrape.samples(name).get(0).value();
    }

    /** A selector must find a series; a label that it compares must be one of that metric, and the value one that may be. */
    private static void requireThere(PromQuery query, Scrape scrape, String where) {
        var labels = new TreeSet<>(ADDED_BY_PROMETHEUS);
        for (var selector : query.selectors()) {
            if (selector.metric().equals("up")) {
                continue;
            }
            var found = scrape.samples(selector.metric());
            assertThat(found).as("%s in %s", selector.metric(), where).isNotEmpty();
            found.forEach(sample -> labels.addAll(sample.labels().keySet()));
            selector.matchers().forEach((label, comparison) -> {
                if (label.equals("job")) {
                    assertThat(comparison).as(where).isIn("=concord", "=$job");
                } else {
                    var values = possible(found, label);
                    assertThat(values).as("label %s in %s", label, where).isNotEmpty();
                    assertThat(values).as(where).contains(comparison.replaceFirst("^(!=|=)", ""));
                }
            });
        }
        assertThat(labels).as("labels of groups in %s", where).containsAll(query.groupings());
        assertThat(FUNCTIONS).as(where).containsAll(query.functions());
    }

    private static Set<String> possible(List<Scrape.Sample> samples, String label) {
        var values = samples.stream()
                .filter(sample -> sample.labels().containsKey(label))
                .map(sample -> String.valueOf(sample.labels().get(label)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (label.equals("result") && !values.isEmpty()) {
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).forEach(values::add);
        }
        return values;
    }

    private static Map<String, Documented> documented() throws IOException {
        return ROW.matcher(Files.readString(file("docs/metrics.md")))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult row) -> row.group(1),
                        row -> new Documented(
                                row.group(2), names("`(\\w+)`", row.group(4)), names("(\\w+)", row.group(5))),
                        (one, other) -> {
                            throw new AssertionError("documented twice: " + one);
                        },
                        TreeMap::new));
    }

    private static Set<String> names(String pattern, String cell) {
        return Pattern.compile(pattern)
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Map<?, ?>> rules() throws IOException {
        Map<String, List<Map<String, List<Map<?, ?>>>>> file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(file("deploy/prometheus/concord-alerts.yaml")));
        return Stream.ofNullable(file.get("groups"))
                .flatMap(List::stream)
                .flatMap(group -> Stream.ofNullable(group.get("rules")).flatMap(List::stream))
                .toList();
    }

    /** Of all nodes together, after a request: metrics of requests come with the first of them. */
    private Scrape scrape() throws IOException {
        var writer = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
        writer.put("scraped", "1");
        writer.get("scraped");
        var scrape = new Scrape();
        for (var id : List.of("n1", "n2", "n3")) {
            scrape.add(text(id));
        }
        return scrape;
    }

    private Scrape scrape(String id) throws IOException {
        var scrape = new Scrape();
        scrape.add(text(id));
        return scrape;
    }

    private String text(String id) throws IOException {
        var token = cluster.tokens().mint("prometheus", TokenGroup.READER, Duration.ofHours(1));
        return Client.text(
                Client.overHttps(cluster.layout().node(id).httpsPort(), token).send("GET", "/metrics", null));
    }

    private static Path file(String path) {
        return Clusters.projectHome().resolve(path);
    }
}
