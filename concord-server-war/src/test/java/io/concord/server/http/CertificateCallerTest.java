package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.server.TestAuthority;
import io.concord.server.config.CertificateSubjects;
import io.concord.server.config.CertificateSubjects.Part;
import io.concord.server.service.RequestFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a verified certificate stands for. */
// Justification: java.util.Date is how the JDK tells the times of a certificate.
@SuppressWarnings("JavaUtilDate")
class CertificateCallerTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Clients");

    @Test
    void the_common_name_is_the_subject_and_the_authority_the_issuer() {
        var certificate = AUTHORITY.certificate("CN=alice,OU=team");

        var caller = by(Part.CN, false).of(certificate);

        assertThat(caller.author()).isEqualTo(new Author("certificate:CN=Clients", "alice"));
        assertThat(caller.identity().groups()).isEmpty();
        assertThat(caller.expiresAt()).contains(certificate.getNotAfter().toInstant());
        assertThat(caller.token())
                .isEqualTo(Optional.of(new Token(
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotBefore().getTime())));
    }

    @Test
    void units_are_groups_only_where_the_configuration_says_so() {
        var certificate = AUTHORITY.certificate("CN=alice,OU=concord-writer,OU=other");

        assertThat(by(Part.CN, true).of(certificate).identity().groups()).containsExactly("concord-writer", "other");
        assertThat(by(Part.CN, false).of(certificate).identity().groups()).isEmpty();
    }

    @Test
    void the_configuration_gives_groups_to_a_subject() {
        var rules = new CertificateSubjects(Part.CN, false, Map.of("alice", Set.of("concord-admin")));

        assertThat(new CertificateCaller(rules)
                        .of(AUTHORITY.certificate("CN=alice"))
                        .identity()
                        .groups())
                .containsExactly("concord-admin");
        assertThat(new CertificateCaller(rules)
                        .of(AUTHORITY.certificate("CN=Alice"))
                        .identity()
                        .groups())
                .isEmpty();
    }

    /** A comma in a name, written as a name is written, makes no second part of it. */
    @Test
    void a_name_that_looks_like_several_is_one() {
        var caller = by(Part.CN, true).of(AUTHORITY.certificate("CN=\"alice,OU=concord-admin\""));

        assertThat(caller.author().subject()).isEqualTo("alice,OU=concord-admin");
        assertThat(caller.identity().groups()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void every_part_can_name(Part part) {
        var certificate = AUTHORITY.certificate(
                "CN=cn",
                new GeneralName(GeneralName.dNSName, "a.example"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a.example/b"),
                new GeneralName(GeneralName.rfc822Name, "a@b.example"));

        assertThat(by(part, false).of(certificate).author().subject())
                .isEqualTo(Map.of(
                                Part.CN, "cn",
                                Part.DN, "CN=cn",
                                Part.SAN_DNS, "a.example",
                                Part.SAN_URI, "spiffe://a.example/b",
                                Part.SAN_EMAIL, "a@b.example")
                        .get(part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=nobody", "CN=a,CN=b", "CN=a+CN=b"})
    void nobody_or_two_are_refused(String name) {
        assertThatThrownBy(() -> by(Part.CN, false).of(AUTHORITY.certificate(name)))
                .isInstanceOf(RequestFailure.class)
                .hasMessageContaining("it must have one");
    }

    @Test
    void two_alternative_names_of_a_kind_are_refused() {
        var certificate = AUTHORITY.certificate(
                "CN=a",
                new GeneralName(GeneralName.dNSName, "a.example"),
                new GeneralName(GeneralName.dNSName, "b.example"));

        assertThatThrownBy(() -> by(Part.SAN_DNS, false).of(certificate)).hasMessageContaining("has 2 names");
    }

    @Test
    void a_name_that_no_author_can_have_is_refused() {
        var certificate = AUTHORITY.certificate("CN=" + "a".repeat(1_100));

        assertThatThrownBy(() -> by(Part.CN, false).of(certificate)).isInstanceOf(RequestFailure.class);
    }

    private static CertificateCaller by(Part part, boolean units) {
        return new CertificateCaller(new CertificateSubjects(part, units, Map.of()));
    }
}
