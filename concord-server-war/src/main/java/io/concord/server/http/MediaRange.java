package io.concord.server.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One of the ranges of an {@code Accept} header (RFC 9110 §12.5.1).
 *
 * @param type in lower case, such as {@code text/html}, {@code text/*} or {@code *}{@code /*}
 * @param weight in thousandths; 0 is not acceptable
 */
record MediaRange(String type, int weight) {
    private static final int WHOLE = 1000;
    private static final Pattern WEIGHT = Pattern.compile("\\s*q\\s*=\\s*(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*");

    static List<MediaRange> listOf(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1))
                .map(MediaRange::of)
                .toList();
    }

    /** How much a type is wanted: what the most specific of the ranges says that it is in; 0 where it is in none. */
    static int weight(List<MediaRange> ranges, String type) {
        var group = type.substring(0, type.indexOf('/')) + "/*";
        for (var form : List.of(type, group, "*/*")) {
            var named = ranges.stream()
                    .filter(range -> range.type.equals(form))
                    .mapToInt(MediaRange::weight)
                    .max();
            if (named.isPresent()) {
                return named.getAsInt();
            }
        }
        return 0;
    }

    /** A weight that is none counts as one that is not given. */
    private static MediaRange of(String text) {
        var parts = text.split(";", -1);
        int weight = Arrays.stream(parts)
                .skip(1)
                .map(WEIGHT::matcher)
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> (int) Math.round(Double.parseDouble(matcher.group(1)) * WHOLE))
                .findFirst()
                .orElse(WHOLE);
        return new MediaRange(parts[0].trim(), weight);
    }
}
