package io.concord.server;

import io.concord.server.certificates.CertificateFileException;
import io.concord.server.certificates.CertificateSource;
import io.concord.server.certificates.ContainerReload;
import io.concord.server.certificates.ContainerStores;
import io.concord.server.certificates.Credentials;
import io.concord.server.certificates.HttpsCertificates;
import io.concord.server.config.ClusterTls;
import io.concord.server.config.InvalidConfigurationException;
import io.concord.server.config.NodeConfig;
import io.concord.server.ops.NodeGauges;
import io.concord.server.service.NodeDiagnosis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The certificates of this node's two kinds of ports: who serves those of HTTPS, and when each ends. */
final class NodeCertificates implements AutoCloseable {
    /** A variable of server.xml, and where its key stores are; not a setting. */
    private static final String DIRECTORY = "certificates.directory";

    private static final String HTTPS_PORT = "https";
    private static final String CLUSTER_PORT = "cluster";

    /** What opens them; made by the build or given by the operator (server.env). */
    private static final String PASSWORD = "keystore_password";

    private final HttpsCertificates https;

    /** Read once, as the members do; empty where the port between them has none. */
    private final Optional<NodeDiagnosis.Certificate> cluster;

    private NodeCertificates(HttpsCertificates https, Optional<ClusterTls> cluster) {
        this.https = https;
        this.cluster = cluster.map(tls -> new NodeDiagnosis.Certificate(CLUSTER_PORT, end(tls)));
    }

    /**
     * Installs those of HTTPS and tells metrics of all.
     *
     * @throws InvalidConfigurationException if the container's key stores are not where they can be written
     */
    static NodeCertificates start(Config config, NodeConfig node, NodeGauges gauges) {
        var https = node.https();
        try {
            var served = HttpsCertificates.start(
                    new ContainerStores(
                            Path.of(required(config, DIRECTORY)), required(config, PASSWORD), new ContainerReload()),
                    https.certificate(),
                    https.clients().authorities(),
                    https.reloadPeriod(),
                    Clock.systemUTC());
            var certificates = new NodeCertificates(served, node.tls());
            gauges.certificate(HTTPS_PORT, served::end);
            gauges.certificateAlarm(served::isFailing);
            certificates
                    .cluster
                    .filter(known -> known.end().isPresent())
                    .ifPresent(known -> gauges.certificate(known.port(), known::end));
            return certificates;
        } catch (CertificateFileException e) {
            throw new InvalidConfigurationException(List.of("the certificate of the HTTPS port: " + e.getMessage()));
        }
    }

    /** Those of all ports that have one. */
    List<NodeDiagnosis.Certificate> all() {
        return Stream.concat(Stream.of(new NodeDiagnosis.Certificate(HTTPS_PORT, https.end())), cluster.stream())
                .toList();
    }

    @Override
    public void close() {
        https.close();
    }

    private static String required(Config config, String variable) {
        return config.getOptionalValue(variable, String.class)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new InvalidConfigurationException(List.of(variable
                        + " is not set; server.xml and the server.env that the build makes have it, and Open Liberty"
                        + " cannot keep keys without")));
    }

    private static Optional<Instant> end(ClusterTls tls) {
        try {
            return Optional.of(new CertificateSource.KeyStoreFile(tls.keystore(), tls.keystorePassword()).read())
                    .map(Credentials::end);
        } catch (CertificateFileException e) {
            return Optional.empty();
        }
    }
}
