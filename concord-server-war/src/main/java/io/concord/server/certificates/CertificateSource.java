package io.concord.server.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where an operator puts the key and the certificate of the HTTPS port. */
public sealed interface CertificateSource {
    /** All files that it is read from. */
    List<Path> files();

    /**
     * Reads them as they are now.
     *
     * @throws CertificateFileException if they cannot be served
     */
    Credentials read() throws CertificateFileException;

    /**
     * One PKCS12 file.
     *
     * @param password opens the store and the key in it
     */
    record KeyStoreFile(Path file, String password) implements CertificateSource {
        /** The file alone. */
        @Override
        public String toString() {
            return file.toString();
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public Credentials read() throws CertificateFileException {
            var store = Pkcs12.read(new ByteArrayInputStream(bytes(file)), password.toCharArray());
            return Pkcs12.credentials(store, password.toCharArray()).requireMatch();
        }
    }

    /**
     * Two PEM files, as Kubernetes and most authorities give them.
     *
     * @param chain the certificate, and those of whoever signed it
     * @param key in PKCS #8, not encrypted
     */
    record PemFiles(Path chain, Path key) implements CertificateSource {
        /** The files alone. */
        @Override
        public String toString() {
            return chain + " with " + key;
        }

        @Override
        public List<Path> files() {
            return List.of(chain, key);
        }

        @Override
        public Credentials read() throws CertificateFileException {
            return new Credentials(Pem.privateKey(text(key)), Pem.certificates(text(chain))).requireMatch();
        }
    }

    /** What is in a file of the operator. */
    static byte[] bytes(Path file) throws CertificateFileException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CertificateFileException("it must be a file that the server may read", e);
        }
    }

    /** One character a byte: PEM has no others, and a file that is no PEM must not fail here. */
    static String text(Path file) throws CertificateFileException {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }
}
