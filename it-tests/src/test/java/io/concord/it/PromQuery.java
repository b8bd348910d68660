package io.concord.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a query of Prometheus names: its selectors, and the labels by which it groups. Reads names, and judges no types. */
final class PromQuery {
    /** @param matchers by label; the operator, and then the value */
    record Selector(String metric, Map<String, String> matchers) {}

    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|(?<string>\"(?:[^\"\\\\]|\\\\.)*\")|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<range>\\[[^]]*])"
                    + "|(?<number>[0-9.]+(?:e[+-]?[0-9]+)?)|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^(){},=<>])");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "group_left", "group_right");

    private final List<String> tokens = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> groupings = new TreeSet<>();
    private final Set<String> functions = new TreeSet<>();
    private int position;

    PromQuery(String text) {
        var matcher = TOKEN.matcher(text);
        var end = 0;
        while (matcher.lookingAt()) {
            if (!matcher.group().isBlank()) {
                tokens.add(matcher.group());
            }
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (end < text.length()) {
            throw new IllegalArgumentException("not understood: '" + text.substring(end) + "' in '" + text + "'");
        }
        while (position < tokens.size()) {
            read(tokens.get(position++));
        }
    }

    List<Selector> selectors() {
        return selectors;
    }

    Set<String> groupings() {
        return groupings;
    }

    Set<String> functions() {
        return functions;
    }

    private void read(String token) {
        if (!token.matches("[a-zA-Z_:].*") || WORDS.contains(token)) {
            return;
        }
        if (GROUPING.contains(token)) {
            expect("(");
            for (var label = next(); !label.equals(")"); label = next()) {
                if (!label.equals(",")) {
                    groupings.add(label);
                }
            }
        } else if (peek().equals("(") || GROUPING.contains(peek())) {
            functions.add(token);
        } else {
            selectors.add(new Selector(token, peek().equals("{") ? matchers() : Map.of()));
        }
    }

    private Map<String, String> matchers() {
        var matchers = new LinkedHashMap<String, String>();
        expect("{");
        for (var label = next(); !label.equals("}"); label = next()) {
            if (!label.equals(",")) {
                var operator = next();
                var value = next();
                matchers.put(label, operator + value.substring(1, value.length() - 1));
            }
        }
        return matchers;
    }

    private String peek() {
        return position < tokens.size() ? tokens.get(position) : "";
    }

    private String next() {
        var token = peek();
        if (token.isEmpty()) {
            throw new IllegalArgumentException("it ends too soon: " + tokens);
        }
        position++;
        return token;
    }

    private void expect(String token) {
        if (!next().equals(token)) {
            throw new IllegalArgumentException("expected '" + token + "' in " + tokens);
        }
    }
}
