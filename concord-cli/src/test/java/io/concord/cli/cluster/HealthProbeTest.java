package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthProbeTest {
    @Test
    void a_node_that_is_up_is_ready() {
        assertThat(HealthProbe.read(200, "{}").isReady()).isTrue();
    }

    @Test
    void the_first_check_that_is_down_gives_the_reason() {
        var health = HealthProbe.read(503, """
                {"status":"DOWN","checks":[
                  {"name":"storage","status":"UP","data":{}},
                  {"name":"raft","status":"DOWN","data":{"reason":"no leader","term":7}}]}""");

        assertThat(health).hasToString("waiting for the cluster: raft (no leader)");
    }

    @Test
    void data_without_a_reason_is_shown_as_it_is() {
        var health = HealthProbe.read(
                503,
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"raft\",\"status\":\"DOWN\",\"data\":{\"leader\":\"none\"}}]}");

        assertThat(health.reason()).isEqualTo("raft (leader=none)");
    }

    @Test
    void no_checks_mean_that_the_application_is_not_there_yet() {
        assertThat(HealthProbe.read(503, "{\"status\":\"DOWN\",\"checks\":[]}").reason())
                .isEqualTo("the application has not started yet");
    }

    @Test
    void an_answer_that_is_no_health_report_is_shown_by_its_status() {
        assertThat(HealthProbe.read(404, "<html>").reason()).contains("HTTP status 404");
    }
}
