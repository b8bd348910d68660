package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found in a query. */
class PromQueryTest {
    @Test
    void selectors_with_their_matchers_and_the_labels_of_groups() {
        var query = new PromQuery(
                "histogram_quantile(0.99, sum by (job, le) (rate(a_bucket{job=\"c\", x!~\"1,}|2\"}[5m]))) > 0.5 and on (z) b == 1");

        assertThat(query.selectors())
                .containsExactly(
                        new PromQuery.Selector("a_bucket", Map.of("job", "=c", "x", "!~1,}|2")),
                        new PromQuery.Selector("b", Map.of()));
        assertThat(query.groupings()).containsExactly("job", "le", "z");
        assertThat(query.functions()).containsExactly("histogram_quantile", "rate", "sum");
    }

    @Test
    void what_it_does_not_understand_it_refuses() {
        assertThatThrownBy(() -> new PromQuery("a ? b")).hasMessageContaining("not understood: '? b'");
        assertThatThrownBy(() -> new PromQuery("a{x=\"1\"")).hasMessageContaining("ends too soon");
    }
}
