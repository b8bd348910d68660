package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.jcache.MemoryServer;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An application that is restarted in its JVM, as by Boot's devtools: its own classes come from a new class loader, those of
 * libraries from the same as before.
 */
class RestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A value of the application's. */
    public static final class User implements Serializable {
        private static final long serialVersionUID = 1;
        private final String name;

        public User(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Has the application's class; asks its parent for all others. */
    private static final class ApplicationLoader extends ClassLoader {
        private final ClassLoader classes = RestartTest.class.getClassLoader();

        ApplicationLoader() {
            super(RestartTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                if (loaded != null || !name.equals(User.class.getName())) {
                    return loaded == null ? super.loadClass(name, resolve) : loaded;
                }
                return define(name);
            }
        }

        private Class<?> define(String name) {
            try (var bytes = classes.getResourceAsStream(name.replace('.', '/') + ".class")) {
                var all = Objects.requireNonNull(bytes, name).readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Object user(String name) throws ReflectiveOperationException {
            return loadClass(User.class.getName()).getConstructor(String.class).newInstance(name);
        }
    }

    private final MemoryServer cluster;

    RestartTest() throws IOException {
        cluster = new MemoryServer();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** As the main thread of a restarted application. */
    private static <T> T in(ClassLoader loader, Callable<T> work) throws Exception {
        var thread = Thread.currentThread();
        var ours = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(ours);
        }
    }

    private ConcordCacheManager manager() {
        var properties = new Properties();
        properties.setProperty("concord.client.token", "unused");
        properties.setProperty("concord.client.serial-filter", "io.concord.spring.*");
        return ConcordCacheManager.builder(URI.create(cluster.uri()), properties)
                .build();
    }

    private static ConcordSpringCache users(ConcordCacheManager manager) {
        return Objects.requireNonNull(manager.getConcordCache("users"));
    }

    /** In a method of its own, so that no variable of the test holds the loader. */
    private WeakReference<ClassLoader> cameAndWent() throws Exception {
        var loader = new ApplicationLoader();
        in(loader, () -> {
            var manager = manager();
            users(manager).put("alice", loader.user("alice"));
            assertThat(Objects.requireNonNull(users(manager).get("alice", Object.class))
                            .getClass()
                            .getClassLoader())
                    .isSameAs(loader);
            manager.destroy();
            return manager;
        });
        return new WeakReference<>(loader);
    }

    @Test
    void the_application_reads_what_it_has_written_before_as_its_class_of_now() throws Exception {
        cameAndWent();
        var now = new ApplicationLoader();

        in(now, () -> {
            var manager = manager();
            var alice = Objects.requireNonNull(users(manager).get("alice", Object.class));
            assertThat(alice).hasToString("alice");
            assertThat(alice.getClass().getClassLoader()).isSameAs(now);
            manager.destroy();
            return manager;
        });
    }

    @Test
    void two_managers_in_one_jvm_read_each_their_own_class() throws Exception {
        var before = new ApplicationLoader();
        var after = new ApplicationLoader();
        var old = in(before, () -> {
            var manager = manager();
            users(manager).put("alice", before.user("alice"));
            return manager;
        });

        var found = in(after, () -> {
            var manager = manager();
            var user = Objects.requireNonNull(users(manager).get("alice", Object.class));
            manager.destroy();
            return user;
        });

        assertThat(found.getClass().getClassLoader()).isSameAs(after);
        assertThat(Objects.requireNonNull(users(old).get("alice", Object.class))
                        .getClass()
                        .getClassLoader())
                .isSameAs(before);
        old.destroy();
    }

    @Test
    void nothing_keeps_the_classes_of_before() throws Exception {
        var gone = cameAndWent();

        await().atMost(PATIENCE).untilAsserted(() -> {
            // The JDK keeps the class that it serialized last, until the next.
            ObjectStreamClass.lookup(Duration.class);
            System.gc();
            assertThat(gone.get()).isNull();
        });
    }
}
