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
        var bob = new Origin(new Author("", "bob"), new RequestId("r2"), 200, 200);
        var again = new Command.Write(bob, 300, put.operation());

        assertThat(of(again)).isEqualTo(of(put));
    }

    private static Fingerprint of(Command.Write write) {
        return Fingerprint.of(write.operation());
    }

    @Test
    void another_operation_has_another_fingerprint() {
        var put = of(Samples.put("r1", 100, "greeting", "hello"));

        assertThat(of(Samples.put("r1", 100, "greeting", "hallo"))).isNotEqualTo(put);
        assertThat(of(Samples.delete("r1", 100, "greeting"))).isNotEqualTo(put);
    }

    /** Replicas of different releases remember it, so it is as frozen as a format. */
    @Test
    void the_fingerprint_is_the_same_in_every_release() {
        var fingerprint = of(Samples.put("r1", 100, "greeting", "hello"));

        assertThat(Long.toHexString(fingerprint.high()) + " " + Long.toHexString(fingerprint.low()))
                .isEqualTo("1d8bf40bd80b5569 3e5d6bee35a230ea");
    }
}
