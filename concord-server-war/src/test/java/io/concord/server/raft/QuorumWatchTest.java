package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.events.ClusterEvent;
import io.concord.server.events.QuorumLost;
import io.concord.server.events.QuorumRegained;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a node says that it has lost its majority. */
class QuorumWatchTest {
    private final List<ClusterEvent> events = new ArrayList<>();
    private int reachable;
    private final QuorumWatch watch = new QuorumWatch(
            "n1",
            new Quorum() {
                @Override
                public int reachable() {
                    return reachable;
                }

                @Override
                public int majority() {
                    return 2;
                }

                @Override
                public Optional<String> failure() {
                    return Optional.empty();
                }
            },
            events::add);

    @Test
    void a_node_that_waits_for_its_first_majority_has_lost_none() {
        look(1, 1);

        assertThat(events).isEmpty();
    }

    @Test
    void a_loss_is_told_once_and_so_is_its_end() {
        look(3, 2, 1, 1, 2, 3, 1);

        assertThat(events)
                .containsExactly(new QuorumLost("n1", 1, 2), new QuorumRegained("n1"), new QuorumLost("n1", 1, 2));
    }

    private void look(int... numbers) {
        for (var number : numbers) {
            reachable = number;
            watch.look();
        }
    }
}
