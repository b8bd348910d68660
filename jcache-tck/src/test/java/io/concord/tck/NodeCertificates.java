package io.concord.tck;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.NodeLayout;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificates that the nodes of a cluster have made themselves, for a client to trust these and no others. */
final class NodeCertificates {
    private NodeCertificates() {}

    /** Asks each node for its own and writes all of them to a PEM file. */
    static void write(ClusterLayout layout, Path file) throws IOException, GeneralSecurityException {
        var pem = new StringBuilder();
        for (var node : layout.nodes()) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(of(node).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        Files.writeString(file, pem);
    }

    /** The HTTPS addresses of the nodes, by a name of this machine that their certificates are for. */
    static String endpoints(ClusterLayout layout) throws IOException, GeneralSecurityException {
        var name = name(of(layout.nodes().get(0)));
        return layout.nodes().stream()
                .map(node -> "https://" + name + ":" + node.httpsPort())
                .collect(Collectors.joining(","));
    }

    private static String name(X509Certificate certificate) throws CertificateParsingException {
        var names = certificate.getSubjectAlternativeNames().stream()
                .map(pair -> String.valueOf(pair.get(1)))
                .toList();
        return Stream.of(NodeLayout.HOST, "localhost")
                .filter(names::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the certificate is for " + names + ", not for loopback"));
    }

    private static X509Certificate of(NodeLayout node) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(NodeLayout.HOST, node.httpsPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** For the one question who a node is. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
