package io.concord.server.certificates;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives the container what is in the operator's files, at start and whenever they change. New connections get it; those that
 * are open go on as they are. Each change is installed twice, the second time at the next look: a connection that is made
 * while the container takes a change can have it keep the context of before.
 */
public final class HttpsCertificates implements AutoCloseable {
    /** It makes its own before the application starts, but does not say so. */
    private static final Duration CONTAINER_PATIENCE = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(HttpsCertificates.class.getName());

    private final ContainerStores stores;
    private final Clock clock;
    private final List<WatchedFiles> watched = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "concord-certificates");
        made.setDaemon(true);
        return made;
    });

    private @Nullable Credentials credentials;
    private List<X509Certificate> authorities = List.of();
    private volatile boolean started;

    /** Whether a connection that was being made at the last change may have had the container keep what was there before. */
    private boolean unsure;

    private HttpsCertificates(ContainerStores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * Installs what is there, and looks for changes from then on.
     *
     * @param source the port's own; empty leaves the one that the container has made itself
     * @param clients who signs for clients; empty where none need to be known
     * @param period how often to look
     * @throws CertificateFileException if something cannot be used
     */
    public static HttpsCertificates start(
            ContainerStores stores,
            Optional<CertificateSource> source,
            Optional<AuthoritiesFile> clients,
            Duration period,
            Clock clock)
            throws CertificateFileException {
        var certificates = new HttpsCertificates(stores, clock);
        try {
            certificates.begin(source, clients, period);
            return certificates;
        } catch (CertificateFileException e) {
            certificates.close();
            throw e;
        }
    }

    /** When the certificate ends that new connections get; empty where none can be read. */
    public Optional<Instant> end() {
        try {
            return Optional.of(stores.served().end());
        } catch (CertificateFileException e) {
            return Optional.empty();
        }
    }

    /** Whether a file has changed to something that cannot be used. */
    public boolean isFailing() {
        return watched.stream().anyMatch(WatchedFiles::isFailing);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void begin(Optional<CertificateSource> source, Optional<AuthoritiesFile> clients, Duration period)
            throws CertificateFileException {
        credentials = stores.awaitServed(CONTAINER_PATIENCE);
        clients.ifPresent(from -> watched.add(
                new WatchedFiles("the authorities of HTTPS clients", List.of(from.file()), () -> take(from))));
        source.ifPresent(from ->
                watched.add(new WatchedFiles("the certificate of the HTTPS port", from.files(), () -> take(from))));
        for (var files : watched) {
            files.begin();
        }
        started = true;
        thread.scheduleWithFixedDelay(this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        var again = unsure;
        unsure = false;
        watched.forEach(WatchedFiles::look);
        if (again && !unsure) {
            installAgain();
        }
    }

    private void installAgain() {
        try {
            stores.install(Objects.requireNonNull(credentials), authorities);
        } catch (CertificateFileException e) {
            unsure = true;
            LOG.log(
                    Level.WARNING,
                    "the certificates of the HTTPS port could not be installed again: {0}",
                    e.getMessage());
        }
    }

    private String take(CertificateSource source) throws CertificateFileException {
        var taken = source.read();
        if (!taken.isValidAt(clock.instant())) {
            var problem = "it is not valid now, but from " + taken.begin() + " to " + taken.end();
            if (started) {
                throw new CertificateFileException(problem);
            }
            // A node that starts has no better one, and the others may need its vote.
            LOG.log(Level.WARNING, "the certificate of the HTTPS port: {0}; clients refuse it", problem);
        }
        stores.install(taken, authorities);
        credentials = taken;
        unsure = true;
        return taken.toString();
    }

    private String take(AuthoritiesFile file) throws CertificateFileException {
        var taken = file.read();
        stores.install(Objects.requireNonNull(credentials), taken);
        authorities = taken;
        unsure = true;
        return taken.size() + " from " + file.file();
    }
}
