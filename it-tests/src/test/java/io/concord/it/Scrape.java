package io.concord.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What Prometheus reads from a node. */
final class Scrape {
    /** @param labels but for those that Open Liberty adds to all of them */
    record Sample(String name, Map<String, String> labels, double value) {}

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> types = new TreeMap<>();

    void add(String text) {
        text.lines().forEach(line -> {
            var type = TYPE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                samples.add(sample(line));
            }
        });
    }

    private static Sample sample(String line) {
        var matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        var labels = new LinkedHashMap<String, String>();
        LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2))
                .results()
                .forEach(label -> {
                    if (!label.group(1).equals("mp_scope")) {
                        labels.put(label.group(1), label.group(2));
                    }
                });
        return new Sample(
                matcher.group(1), labels, Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity")));
    }

    /** The kind of each family, by its name. */
    Map<String, String> types() {
        return types;
    }

    List<Sample> samples(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /** Of all samples whose name is that of the family, or begins so. */
    Set<String> labels(String family) {
        var labels = new TreeSet<String>();
        samples.stream()
                .filter(sample -> sample.name().equals(family) || sample.name().equals(family + "_count"))
                .forEach(sample -> labels.addAll(sample.labels().keySet()));
        labels.remove("quantile");
        return labels;
    }
}
