package io.concord.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Samples;
import io.concord.core.model.Author;
import io.concord.core.model.RequestId;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void who_asked_and_when_is_not_part_of_the_operation() {
        var put = Samples.put("r1", 100, "greeting", "hello");
        var bob = new Origin(new Author("", "bob"), new RequestId("r2"), 200);
        var again = new Command.Put(bob, put.namespace(), put.key(), put.value(), put.precondition());

        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(put));
    }

    @Test
    void another_operation_has_another_fingerprint() {
        var put = Fingerprint.of(Samples.put("r1", 100, "greeting", "hello"));

        assertThat(Fingerprint.of(Samples.put("r1", 100, "greeting", "hallo"))).isNotEqualTo(put);
        assertThat(Fingerprint.of(Samples.delete("r1", 100, "greeting"))).isNotEqualTo(put);
    }

    /** Replicas of different releases remember it, so it is as frozen as a format. */
    @Test
    void the_fingerprint_is_the_same_in_every_release() {
        var fingerprint = Fingerprint.of(Samples.put("r1", 100, "greeting", "hello"));

        assertThat(Long.toHexString(fingerprint.high()) + " " + Long.toHexString(fingerprint.low()))
                .isEqualTo("dc3bec0751009dc4 dd81e06fbaceb3be");
    }
}
