package io.concord.server.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * The files that server.xml names as the container's key stores. What is put there has been checked: a file that the
 * container cannot read would close the port to everybody.
 *
 * @param directory where the container looks
 * @param password with which it opens them
 * @param container told of every change
 */
public record ContainerStores(Path directory, String password, Reload container) {
    /** The key and certificate of the port. */
    static final String SERVER = "https.p12";

    /** Whose signature makes a client known. */
    static final String CLIENTS = "https-clients.p12";

    /** How the container is told. */
    @FunctionalInterface
    public interface Reload {
        /**
         * Makes new connections use what is in the file now.
         *
         * @throws IOException if the container cannot be told
         */
        void changed(Path file) throws IOException;
    }

    /** The directory alone. */
    @Override
    public String toString() {
        return directory.toString();
    }

    void install(Credentials credentials) throws IOException, GeneralSecurityException {
        write(SERVER, credentials.toKeyStore(password.toCharArray()));
    }

    void install(String name, KeyStore store) throws IOException, GeneralSecurityException {
        write(name, store);
    }

    /** What is there now, by whomever. */
    Credentials served() throws CertificateFileException {
        return new CertificateSource.KeyStoreFile(directory.resolve(SERVER), password).read();
    }

    /** In one step, so that nobody reads a part of it. */
    private void write(String name, KeyStore store) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        Files.createDirectories(directory);
        var temporary = Files.createTempFile(
                directory,
                name,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, bytes.toByteArray());
        var file = directory.resolve(name);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        container.changed(file);
    }
}
