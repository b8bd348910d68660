package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/** The certificates that the nodes of a local cluster have made themselves, and what clients need to trust them. */
public final class ServerCertificates {
    private ServerCertificates() {}

    /** Writes the certificates of all nodes to a PEM file. */
    public static Path writeTrusted(LocalCluster cluster, Path file) throws IOException, CertificateException {
        var pem = new StringBuilder();
        for (var node : cluster.layout().nodes()) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(of(node).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(file, pem);
    }

    /** The HTTPS addresses of all nodes, by a name of this machine that their certificates are for. */
    public static String endpoints(LocalCluster cluster) throws IOException, CertificateParsingException {
        var name = name(of(cluster.layout().nodes().get(0)));
        return cluster.layout().nodes().stream()
                .map(node -> name + ":" + node.httpsPort())
                .collect(Collectors.joining(",", "concord://", "/"));
    }

    private static String name(X509Certificate certificate) throws CertificateParsingException {
        var names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(all -> all.stream().map(pair -> String.valueOf(pair.get(1))))
                .toList();
        return List.of(NodeLayout.HOST, "localhost").stream()
                .filter(names::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the certificate is for " + names + ", not for loopback"));
    }

    private static X509Certificate of(NodeLayout node) throws IOException {
        try (var socket = (SSLSocket)
                AnyCertificate.context().getSocketFactory().createSocket(NodeLayout.HOST, node.httpsPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
