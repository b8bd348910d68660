package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unit for systemd and the environment that it is given. */
class UnitFileTest {
    private String unit = "";
    private String example = "";

    @BeforeEach
    void read() throws IOException {
        unit = Project.text(Project.DEPLOY.resolve("systemd/concord.service"));
        example = Project.text(Project.DEPLOY.resolve("systemd/environment.example"));
    }

    @Test
    void a_node_starts_with_the_environment_of_unit_and_example() {
        var environment = environment();

        var node = Settings.read(environment);

        assertThat(node.nodeId()).isEqualTo("n1");
        assertThat(node.members()).hasSize(3);
        assertThat(node.bootstrap()).isFalse();
    }

    @Test
    void the_example_has_no_secret_and_the_passwords_are_credentials() {
        assertThat(Project.matches("^([A-Z_]*(?:PASSWORD|SECRET|TOKEN)[A-Z_]*)=", example))
                .isEmpty();
        for (var credential : Project.matches("^LoadCredential=(\\S+):", unit)) {
            assertThat(unit).contains("_PASSWORD_FILE=%d/" + credential.group(1));
        }
    }

    @Test
    void it_starts_what_the_image_starts_and_gives_it_time_to_hand_over() {
        assertThat(unit)
                .contains(
                        "\nExecStart=/opt/concord/bin/concord-server\n", "\nTimeoutStopSec=90s\n", "\nUser=concord\n");
        assertThat(Project.DEPLOY.resolve("concord-server")).isExecutable();
    }

    @Test
    void what_it_writes_to_is_its_own_and_the_rest_of_the_machine_is_closed_to_it() {
        assertThat(unit.lines())
                .contains(
                        "StateDirectory=concord",
                        "LogsDirectory=concord",
                        "ProtectSystem=strict",
                        "ProtectHome=yes",
                        "NoNewPrivileges=yes",
                        "CapabilityBoundingSet=",
                        "SystemCallFilter=@system-service");
        assertThat(environment())
                .containsEntry("CONCORD_DATA_DIR", "/var/lib/concord/data")
                .containsEntry("WLP_OUTPUT_DIR", "/var/lib/concord/run")
                .containsEntry("LOG_DIR", "/var/log/concord");
    }

    private Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        Project.matches("^Environment=(\\w+)=(.*)$", unit)
                .forEach(line -> environment.put(line.group(1), line.group(2)));
        Project.matches("^(\\w+)=(.*)$", example).forEach(line -> environment.put(line.group(1), line.group(2)));
        return environment;
    }
}
