package io.concord.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A node of a YAML document; what is asked for and is not there fails the test. */
record Tree(String at, @Nullable Object node) {
    /** All documents of a text, the empty ones left out. */
    static List<Tree> documents(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(options)).loadAll(text).spliterator(), false)
                .filter(Objects::nonNull)
                .map(document -> new Tree("", document))
                .toList();
    }

    static Tree document(String text) {
        return documents(text).get(0);
    }

    /** By names and numbers, with slashes between. */
    Tree get(String path) {
        var found = find(path);
        if (found.node == null) {
            throw new AssertionError("there is no '" + path + "' in '" + at + "': " + node);
        }
        return found;
    }

    boolean has(String path) {
        return find(path).node != null;
    }

    String text(String path) {
        return get(path).text();
    }

    String text() {
        return String.valueOf(node);
    }

    int number(String path) {
        return Integer.parseInt(text(path));
    }

    List<Tree> items(String path) {
        return find(path).items();
    }

    List<Tree> items() {
        var items = new ArrayList<Tree>();
        if (node instanceof List<?> list) {
            for (var item : list) {
                items.add(new Tree(at + "/" + items.size(), item));
            }
        }
        return items;
    }

    /** Names and values, in order. */
    Map<String, Tree> members() {
        var members = new java.util.LinkedHashMap<String, Tree>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> members.put(String.valueOf(key), new Tree(at + "/" + key, value)));
        }
        return members;
    }

    private Tree find(String path) {
        var found = this;
        for (var step : path.split("/", -1)) {
            if (found.node instanceof List<?>) {
                var items = found.items();
                var index = Integer.parseInt(step);
                found = index < items.size() ? items.get(index) : new Tree(found.at + "/" + step, null);
            } else {
                found = found.members().getOrDefault(step, new Tree(found.at + "/" + step, null));
            }
        }
        return found;
    }
}
