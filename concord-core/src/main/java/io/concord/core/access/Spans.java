package io.concord.core.access;

import io.concord.core.model.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The union of spans: disjoint ones, no two of which touch, in ascending order. Immutable. */
final class Spans {
    static final Spans NONE = new Spans(List.of());

    private final List<Span> ascending;

    private Spans(List<Span> ascending) {
        this.ascending = ascending;
    }

    static Spans union(List<Span> spans) {
        var sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Span::from, CodePointOrder::compare));
        var merged = new ArrayList<Span>();
        for (var span : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && reaches(merged.get(last), span.from())) {
                merged.set(
                        last,
                        new Span(
                                merged.get(last).from(),
                                Span.later(merged.get(last).to(), span.to())));
            } else {
                merged.add(span);
            }
        }
        return new Spans(List.copyOf(merged));
    }

    boolean isEmpty() {
        return ascending.isEmpty();
    }

    /** The span that has a text; null if none does. */
    @Nullable Span at(String text) {
        int low = 0;
        int high = ascending.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (CodePointOrder.compare(ascending.get(middle).from(), text) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high >= 0 && ascending.get(high).contains(text) ? ascending.get(high) : null;
    }

    private static boolean reaches(Span span, String from) {
        return span.to() == null || CodePointOrder.compare(from, span.to()) <= 0;
    }
}
