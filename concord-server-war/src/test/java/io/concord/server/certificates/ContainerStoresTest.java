package io.concord.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key store that the container makes at its first start. */
class ContainerStoresTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("container");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void one_that_comes_later_is_waited_for() throws Exception {
        var stores = stores(directory.resolve("not-yet"));
        var waiting = CompletableFuture.supplyAsync(() -> awaited(stores, Duration.ofSeconds(30)));

        Files.createDirectories(stores.directory());
        Files.writeString(stores.directory().resolve(ContainerStores.FILE), "half of it");
        AUTHORITY.keystore(stores.directory().resolve(ContainerStores.FILE), "container");

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).asString().contains("CN=container");
    }

    @Test
    void one_that_is_there_is_not_waited_for() throws Exception {
        AUTHORITY.keystore(directory.resolve(ContainerStores.FILE), "container");

        assertThat(stores(directory).awaitServed(Duration.ZERO).toString()).contains("CN=container");
    }

    @Test
    void one_that_never_comes_is_missed_with_its_place() {
        assertThatThrownBy(() -> stores(directory).awaitServed(Duration.ofMillis(50)))
                .isInstanceOf(CertificateFileException.class)
                .hasMessageContaining("has made no key store at " + directory);
    }

    private static ContainerStores stores(Path directory) {
        return new ContainerStores(directory, TestAuthority.PASSWORD, file -> {});
    }

    private static Credentials awaited(ContainerStores stores, Duration patience) {
        try {
            return stores.awaitServed(patience);
        } catch (CertificateFileException e) {
            throw new IllegalStateException(e);
        }
    }
}
