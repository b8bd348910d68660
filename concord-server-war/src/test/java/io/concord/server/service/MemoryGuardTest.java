package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Step;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is filling up says so before it refuses anything. */
class MemoryGuardTest {
    private static final Step READ = new Step.Get(new EntryName(Namespace.DEFAULT, new Key("k")));

    private final Logger logger = Logger.getLogger(MemoryGuard.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().equals(Level.WARNING)) {
                warnings.add(new SimpleFormatter().formatMessage(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long usedBytes;
    private final MemoryGuard guard = new MemoryGuard(() -> usedBytes, () -> 1000);

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(listener);
    }

    @Test
    void the_log_warns_once_past_four_fifths_of_the_limit() {
        check(800);
        assertThat(warnings).isEmpty();

        check(801);
        check(990);

        assertThat(warnings)
                .containsExactly("the store takes 801 bytes of memory, more than 80 % of the 1000 that it may;"
                        + " growing writes will be refused beyond that");
    }

    @Test
    void it_warns_again_once_there_was_room_and_not_for_going_up_and_down_at_the_edge() {
        check(801);
        check(750);
        check(801);
        assertThat(warnings).hasSize(1);

        check(699);
        check(801);

        assertThat(warnings).hasSize(2);
    }

    private void check(long bytes) {
        usedBytes = bytes;
        guard.check(READ);
    }
}
