package io.concord.jcache.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of its own making, by the JDK's keytool; for the host of a test, or for another. */
final class TestCertificates {
    static final String PASSWORD = "changeit";

    private final Path keystore;
    private final Path pem;

    private TestCertificates(Path keystore, Path pem) {
        this.keystore = keystore;
        this.pem = pem;
    }

    /** Makes one for names as keytool has them, such as {@code ip:127.0.0.1}. */
    static TestCertificates make(Path directory, String names) throws Exception {
        var name = names.replaceAll("[^a-z0-9]", "-");
        var made = new TestCertificates(directory.resolve(name + ".p12"), directory.resolve(name + ".pem"));
        made.generate(names);
        Files.writeString(
                made.pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        made.load().getCertificate("own").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return made;
    }

    Path pem() {
        return pem;
    }

    Path keystore() {
        return keystore;
    }

    SSLContext serverContext() throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Of a server that trusts clients with the same certificate. */
    SSLContext mutualContext() throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(keystore)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    private void generate(String names) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=concord",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keystore.toString(),
                "-ext",
                "san=" + names));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(keystore.resolveSibling("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(keystore.resolveSibling("keytool.log")));
        }
    }
}
