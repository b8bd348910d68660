package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.ContentDigest;
import io.concord.core.command.Outcome;
import io.concord.server.service.RequestFailure;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class RestoreJsonTest {
    private static final String WITHOUT_RULES =
            "{'entries':5,'namespaces':2,'leases':3,'revocations':4,'digest':'" + "0".repeat(64) + "'}";

    @Test
    void totals_have_a_number_of_rules_or_none() {
        assertThat(RestoreJson.totals(json(WITHOUT_RULES)))
                .isEqualTo(new BackupTotals(5, 2, 3, 4, 0, ContentDigest.EMPTY));
        assertThat(RestoreJson.totals(json(WITHOUT_RULES.replace("{", "{'rules':7,"))))
                .isEqualTo(new BackupTotals(5, 2, 3, 4, 7, ContentDigest.EMPTY));
    }

    @Test
    void a_number_of_rules_that_cannot_be_is_refused() {
        for (var number : new String[] {"-1", "2147483648", "1.5", "'1'", "null"}) {
            assertThatThrownBy(() -> RestoreJson.totals(json(WITHOUT_RULES.replace("{", "{'rules':" + number + ","))))
                    .as(number)
                    .isInstanceOf(RequestFailure.class);
        }
    }

    @Test
    void the_answer_tells_how_many_rules_are_in_force_and_how_many_were_left_out() {
        var totals = new BackupTotals(5, 2, 3, 4, 7, ContentDigest.EMPTY);

        var placed = RestoreJson.restored(new Outcome.Restored(9, totals, 5, 0)).build();
        var leftOut =
                RestoreJson.restored(new Outcome.Restored(9, totals, 5, 7)).build();

        assertThat(placed.getInt("rules")).isEqualTo(7);
        assertThat(placed.getInt("rulesLeftOut")).isZero();
        assertThat(leftOut.getInt("rules")).isZero();
        assertThat(leftOut.getInt("rulesLeftOut")).isEqualTo(7);
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }
}
