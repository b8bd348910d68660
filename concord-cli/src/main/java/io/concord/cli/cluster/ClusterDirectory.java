package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The data directory of a local cluster: who may use it, and where its files are. Only the owner can read it.
 *
 * @param root the directory; made absolute
 */
public record ClusterDirectory(Path root) {
    private static final String LOCK = "lock";
    private static final int SECRET_BYTES = 32;
    private static final String SUPERVISOR = "process";
    private static final Set<String> BEFORE_SETTINGS = Set.of(LOCK, SUPERVISOR);

    /** Makes the path absolute, because it is printed for use from elsewhere. */
    public ClusterDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates the directory with its keys, or adopts it as it is; checks that it can be written. */
    public void prepare() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw PrivateFiles.notWritable(root, new NotDirectoryException(root.toString()));
        }
        PrivateFiles.createDirectories(root);
        if (!Files.isWritable(root)) {
            throw PrivateFiles.notWritable(root, new IOException("no write permission"));
        }
    }

    /** Refuses a directory that holds files of somebody else: it would be closed to others and filled with data. */
    public void requireOwn() {
        if (!Files.isDirectory(root) || Files.exists(settingsFile())) {
            return;
        }
        try (var entries = Files.list(root)) {
            if (entries.anyMatch(
                    entry -> !BEFORE_SETTINGS.contains(entry.getFileName().toString()))) {
                throw new ClusterFailure("directory " + root + " is not empty and holds no Concord cluster ("
                        + settingsFile().getFileName()
                        + " is missing). Choose an empty or new directory with --data DIR");
            }
        } catch (IOException e) {
            throw PrivateFiles.notWritable(root, e);
        }
    }

    /** Takes the directory for this process, or fails because another start has it. */
    public DirectoryLock lock() {
        return DirectoryLock.take(root.resolve(LOCK), this);
    }

    /** What the cluster was made with; empty before the first start. */
    public Optional<ClusterSettings> settings() {
        return ClusterSettings.read(settingsFile());
    }

    /** Records what the cluster is made with. */
    public void write(ClusterSettings settings) {
        settings.write(settingsFile());
    }

    /** The key pair that this cluster trusts, made at first use. */
    public SigningKey signingKey() {
        return SigningKey.inDirectory(root.resolve("keys"));
    }

    /** The public key that the servers read. */
    public Path publicKey() {
        return root.resolve("keys").resolve(SigningKey.PUBLIC_FILE);
    }

    /** The file of the secret under which the nodes encrypt the keys of their own tokens. */
    public Path tokensSecret() {
        return root.resolve("keys").resolve("tokens.secret");
    }

    /** Makes that secret, unless there is one. */
    void makeTokensSecret() {
        Path file = tokensSecret();
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.createDirectories(root.resolve("keys"));
            PrivateFiles.write(file, Base64.getEncoder().encodeToString(secret) + "\n");
        }
    }

    /** The certificates of the members, made at first use. */
    ClusterCertificates certificates(String clusterName) {
        return new ClusterCertificates(root.resolve("keys"), clusterName, Clock.systemUTC());
    }

    /** Which nodes have ever had data. */
    FoundingRecord founding() {
        return new FoundingRecord(root.resolve("founded"));
    }

    /** A file for {@code curl -H @file}. */
    public Path authHeader() {
        return root.resolve("auth.header");
    }

    /** Writes the header that {@code curl} reads. */
    public void writeAuthHeader(String token) {
        PrivateFiles.write(authHeader(), "Authorization: Bearer " + token + "\n");
    }

    /** The files of a node. */
    public NodeFiles node(String id) {
        return new NodeFiles(root.resolve("nodes").resolve(id));
    }

    /** The {@link ProcessRecord} of the {@code concord dev} that looks after the nodes in the foreground. */
    Path supervisor() {
        return root.resolve(SUPERVISOR);
    }

    private Path settingsFile() {
        return root.resolve("cluster.properties");
    }
}
