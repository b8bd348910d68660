package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * The certificates of one local cluster: an authority of its own, and one certificate for each node. Made when they are
 * missing, so that a directory from before there were certificates gets them as well.
 */
final class ClusterCertificates {
    /** A certificate that ends sooner is replaced when its node starts. */
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private static final int PASSWORD_BYTES = 24;

    private final Path directory;
    private final String clusterName;
    private final Clock clock;
    private final CertificateMaker maker;

    /** @param directory where the files are; created when it is missing */
    ClusterCertificates(Path directory, String clusterName, Clock clock) {
        this.directory = directory;
        this.clusterName = clusterName;
        this.clock = clock;
        this.maker = new CertificateMaker(clock);
    }

    /** What a node starts with; its certificate is good for at least {@link #RENEWED_BEFORE_END}. */
    MemberCredentials of(String nodeId) {
        PrivateFiles.createDirectories(directory);
        var password = password();
        var authority = authority(password);
        var truststore = new CertificateStore(directory.resolve("members.p12"), password);
        if (!truststore.trusts(authority)) {
            truststore.writeTrusted(authority);
        }
        var keystore = new CertificateStore(directory.resolve(nodeId + ".p12"), password);
        if (keystore.own().filter(own -> isGood(own, authority)).isEmpty()) {
            keystore.writeOwn(maker.member(authority, nodeId), authority.certificate());
        }
        return new MemberCredentials(keystore.file(), truststore.file(), password);
    }

    private boolean isGood(IssuedCertificate own, IssuedCertificate authority) {
        return authority.signed(own) && own.isValidFor(RENEWED_BEFORE_END, clock.instant());
    }

    /** Never replaced unasked: nodes that run trust it. */
    private IssuedCertificate authority(String password) {
        var store = new CertificateStore(directory.resolve("authority.p12"), password);
        if (!Files.exists(store.file())) {
            var made = maker.authority(clusterName);
            store.writeOwn(made);
            return made;
        }
        return store.own()
                .filter(authority -> authority.isValidFor(RENEWED_BEFORE_END, clock.instant()))
                .orElseThrow(() -> new ClusterFailure("the cluster's authority in " + store.file()
                        + " cannot be opened or ends within " + RENEWED_BEFORE_END.toDays()
                        + " days. Stop the cluster and delete the file: the next start makes a new one and certificates"
                        + " from it"));
    }

    private String password() {
        var file = directory.resolve("stores.password");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + file + " (" + e + "). Check who owns it", e);
        }
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFiles.write(file, password + "\n");
        return password;
    }
}
