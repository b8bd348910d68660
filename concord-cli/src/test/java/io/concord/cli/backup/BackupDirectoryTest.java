package io.concord.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, to the millisecond and to the last one. */
class BackupDirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-30T02:15:00Z");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void one_that_is_as_many_days_old_as_are_kept_stays_and_a_millisecond_later_it_goes() throws IOException {
        var newest = write(Duration.ZERO);
        var old = write(Duration.ofDays(7));
        var older = write(Duration.ofDays(7).plusMillis(1));

        assertThat(prune(newest, 7, null)).containsExactly(older);

        assertThat(newest).exists();
        assertThat(old).exists();
        assertThat(older).doesNotExist();
    }

    @Test
    void as_many_are_kept_as_are_counted_the_new_one_among_them() throws IOException {
        var newest = write(Duration.ZERO);
        var second = write(Duration.ofDays(1));
        var third = write(Duration.ofDays(2));
        var fourth = write(Duration.ofDays(3));

        assertThat(prune(newest, null, 4)).isEmpty();
        assertThat(prune(newest, null, 3)).containsExactly(fourth);
        assertThat(prune(newest, null, 1)).containsExactly(second, third);
        assertThat(newest).exists();
    }

    /** Those of the last days count, so that a number adds to them only where they are fewer. */
    @Test
    void what_either_rule_keeps_is_kept() throws IOException {
        var newest = write(Duration.ZERO);
        var young = write(Duration.ofDays(1));
        var old = write(Duration.ofDays(30));
        var older = write(Duration.ofDays(31));

        assertThat(prune(newest, 1, 3)).containsExactly(older);
        assertThat(prune(newest, 1, 2)).containsExactly(old);
        assertThat(prune(newest, 1, 1)).isEmpty();
        assertThat(young).exists();
    }

    @Test
    void without_a_rule_all_stay_and_so_does_what_a_fast_clock_has_dated_later() throws IOException {
        var newest = write(Duration.ZERO);
        write(Duration.ofDays(1_000));
        var later = write(Duration.ofHours(-1));

        assertThat(prune(newest, null, null)).isEmpty();
        assertThat(prune(newest, 1, null)).hasSize(1);
        assertThat(later).exists();
        assertThat(prune(newest, null, 1)).containsExactly(later);
        assertThat(newest).as("it was just made").exists();
    }

    @Test
    void one_without_an_end_is_no_backup_that_could_be_kept_instead_of_one() throws IOException {
        var newest = write(Duration.ZERO);
        var cut = write(Duration.ofDays(1));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 200));
        var whole = write(Duration.ofDays(2));

        assertThat(prune(newest, null, 2)).isEmpty();

        assertThat(whole).exists();
        assertThat(cut).exists();
    }

    private List<Path> prune(Path newest, @Nullable Integer keepDays, @Nullable Integer keepCount) {
        var good = new BackupFile(newest).summary().header();
        return new BackupDirectory(directory).prune(newest, good, keepDays, keepCount, NOW);
    }

    private Path write(Duration age) throws IOException {
        var created = NOW.minus(age);
        var temporary = Files.write(directory.resolve("new"), BackupCommandTest.backup("c1", created, 9));
        return Files.move(
                temporary,
                directory.resolve(
                        BackupName.of(new BackupFile(temporary).summary().header())));
    }
}
