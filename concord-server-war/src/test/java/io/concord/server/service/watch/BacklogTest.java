package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog();

    @BeforeEach
    void the_beginning_is_over() {
        assertThat(backlog.take().everything()).isTrue();
    }

    @Test
    void revisions_come_out_once_in_the_order_in_which_they_came_in() {
        backlog.add(3);
        backlog.add(5);
        backlog.add(5);

        var taken = backlog.take();

        assertThat(taken.everything()).isFalse();
        assertThat(taken.count()).isEqualTo(2);
        assertThat(taken.revision(0)).isEqualTo(3);
        assertThat(taken.revision(1)).isEqualTo(5);
        assertThat(backlog.take().isEmpty()).isTrue();
    }

    @Test
    void more_than_it_holds_means_that_everything_is_looked_through() {
        for (var revision = 1; revision <= Backlog.EXACT_MAX; revision++) {
            backlog.add(revision);
        }
        assertThat(backlog.take().count()).isEqualTo(Backlog.EXACT_MAX);

        for (var revision = 101; revision <= 101 + Backlog.EXACT_MAX; revision++) {
            backlog.add(revision);
        }
        assertThat(backlog.take().everything()).isTrue();
        assertThat(backlog.take().isEmpty()).isTrue();
    }
}
