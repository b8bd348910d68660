package io.concord.server.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The file that server.xml names as the container's key store, and so as its trust store. What is put there has been checked:
 * a file that the container cannot read would close the port to everybody.
 *
 * @param directory where the container looks
 * @param password with which it opens them
 * @param container told of every change
 */
public record ContainerStores(Path directory, String password, Reload container) {
    /** The key and certificate of the port, and whose signature makes a client known. */
    static final String FILE = "https.p12";

    private static final FileAttribute<?> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

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

    /** What is there now, by whomever. */
    Credentials served() throws CertificateFileException {
        return new CertificateSource.KeyStoreFile(directory.resolve(FILE), password).read();
    }

    /**
     * What the container serves by itself: at its first start it makes one, and would overwrite what was put in its place before.
     *
     * @throws CertificateFileException if there is none in time that the password opens
     */
    Credentials awaitServed(Duration patience) throws CertificateFileException {
        var end = System.nanoTime() + patience.toNanos();
        try (var changes = directory.getFileSystem().newWatchService()) {
            Files.createDirectories(directory, DIRECTORY_MODE);
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                try {
                    return served();
                } catch (CertificateFileException e) {
                    var change = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (change == null) {
                        throw new CertificateFileException(
                                "Open Liberty has made no key store at " + this + ", or another password than"
                                        + " keystore_password opens it: " + e.getMessage(),
                                e);
                    }
                    change.pollEvents();
                    change.reset();
                }
            }
        } catch (IOException e) {
            throw new CertificateFileException(directory + " cannot be watched: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateFileException("the server stops", e);
        }
    }

    /** Puts a key and those who sign for clients where the container looks. */
    void install(Credentials credentials, List<X509Certificate> authorities) throws CertificateFileException {
        try {
            var store = credentials.toKeyStore(password.toCharArray());
            for (var authority : authorities) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            write(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateFileException("it cannot be put into " + directory + ": " + e.getMessage(), e);
        }
    }

    /** In one step, so that nobody reads a part of it. */
    private void write(KeyStore store) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        Files.createDirectories(directory);
        var temporary = Files.createTempFile(
                directory,
                FILE,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, bytes.toByteArray());
        var file = directory.resolve(FILE);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        container.changed(file);
    }
}
