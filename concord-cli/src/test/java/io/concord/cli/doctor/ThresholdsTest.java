package io.concord.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The doctor, the alerts and the documents say the same. */
class ThresholdsTest {
    private static final double PERCENT = 100;
    private static final double MILLIS_OF_SECOND = 1_000;

    @Test
    void what_is_as_an_alert_is_as_that_alert() throws IOException {
        var alerts = Files.readString(Path.of("../deploy/prometheus/concord-alerts.yaml"));

        assertThat(alerts)
                .contains("concord_raft_lag_entries > " + Thresholds.LAG_ENTRIES_PROBLEM + "\n")
                .containsPattern("concord_log_sync_seconds_bucket.* > "
                        + Thresholds.FSYNC_P99_MILLIS_WARNING / MILLIS_OF_SECOND + "\n")
                .contains("concord_disk_free_bytes / concord_disk_total_bytes < "
                        + Thresholds.DISK_FREE_PERCENT_WARNING / PERCENT + " ")
                .contains("concord_log_bytes > " + Thresholds.LOG_BYTES_WARNING + "\n")
                .contains("concord_store_memory_bytes / concord_store_memory_bytes_max > "
                        + Thresholds.MEMORY_PERCENT_WARNING / PERCENT + "\n")
                .contains("concord_certificate_expiry_seconds < " + Thresholds.CERTIFICATE_LEFT_WARNING.toSeconds()
                        + "\n");
    }

    @Test
    void every_check_is_documented_and_no_other() throws IOException {
        var document = Files.readString(Path.of("../docs/command-line.md"));
        var table = document.substring(document.indexOf("| check | what is measured |"));

        assertThat(Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
                        .matcher(table.substring(0, table.indexOf("\n\n")))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(Check.values()).map(Check::word).toList());
    }
}
