package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Precondition;
import io.concord.server.service.RequestFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If-Match and If-None-Match as preconditions. */
class EntityTagsTest {
    @Test
    void no_header_is_no_precondition() {
        assertThat(EntityTags.precondition(null, null)).isEqualTo(Precondition.none());
    }

    @Test
    void if_none_match_star_creates_only() {
        assertThat(EntityTags.precondition(null, " * ")).isEqualTo(Precondition.absent());
    }

    @Test
    void if_match_star_replaces_only() {
        assertThat(EntityTags.precondition("*", null)).isEqualTo(Precondition.present());
    }

    @Test
    void if_match_lists_revisions() {
        assertThat(EntityTags.precondition("\"17\", \"4\"", null)).isEqualTo(Precondition.revisionIn(4, 17));
    }

    @Test
    void tags_that_are_weak_or_foreign_match_nothing() {
        assertThat(EntityTags.precondition("W/\"17\", \"abc\", \"0\", \"99999999999999999999\"", null))
                .isEqualTo(Precondition.revisionIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "\"17", "\"17\" \"18\"", "", "\"17\",,\"18\"", "*, \"17\""})
    void what_is_no_list_of_tags_is_refused(String header) {
        assertThatThrownBy(() -> EntityTags.precondition(header, null)).isInstanceOf(RequestFailure.class);
    }

    @Test
    void both_headers_at_once_are_refused() {
        assertThatThrownBy(() -> EntityTags.precondition("\"1\"", "*")).isInstanceOf(RequestFailure.class);
    }

    @Test
    void a_list_as_long_as_a_header_can_be_is_read() {
        assertThat(EntityTags.precondition("\"x\"" + ",\"\"".repeat(10_000), null))
                .isEqualTo(Precondition.revisionIn());
    }
}
