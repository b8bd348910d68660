package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.runtime.ObjectMethods;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Caching;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application comes and goes in a JVM that stays, as in an application server: nothing of it is left. */
class RedeployTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryServer cluster;
    /** Their ids: a thread that ends slowly keeps its application. */
    private final Set<Long> before = threads();

    RedeployTest() throws IOException {
        cluster = new MemoryServer();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caches", "provider", "loader"})
    void of_an_application_that_brings_the_client_nothing_is_left(String closing) throws Exception {
        var gone = cameAndWent(ClassLoader.getPlatformClassLoader(), closing, all());

        assertIsGone(gone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"caches", "provider", "loader"})
    void of_an_application_that_finds_the_client_in_its_server_nothing_is_left(String closing) throws Exception {
        try (var server = new URLClassLoader(client(), ClassLoader.getPlatformClassLoader())) {
            var gone = cameAndWent(server, closing, application());

            assertIsGone(gone);
            assertThat(server.loadClass(Caching.class.getName())).isNotNull();
        }
    }

    @Test
    void what_is_not_closed_is_found_by_this_test() throws Exception {
        try (var kept = new URLClassLoader(all(), ClassLoader.getPlatformClassLoader())) {
            var closing = begun(kept, "provider");

            assertThat(threads()).isNotEqualTo(before);
            assertThat(beans()).isNotEmpty();

            closing.run();
        }
    }

    /** In a method of its own, so that no variable of the test holds the application. */
    private WeakReference<ClassLoader> cameAndWent(ClassLoader parent, String closing, URL[] classes) throws Exception {
        var loader = new URLClassLoader(classes, parent);
        begun(loader, closing).run();
        loader.close();
        return new WeakReference<>(loader);
    }

    @SuppressWarnings("unchecked")
    private Runnable begun(ClassLoader loader, String closing) throws Exception {
        var thread = Thread.currentThread();
        var ours = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var application =
                    (Function<Map<String, String>, Runnable>) loader.loadClass(RedeployedApplication.class.getName())
                            .getConstructor()
                            .newInstance();
            return inContext(loader, application.apply(Map.of("cluster", cluster.uri(), "closing", closing)));
        } finally {
            thread.setContextClassLoader(ours);
        }
    }

    private static Runnable inContext(ClassLoader loader, Runnable closing) {
        return () -> {
            var thread = Thread.currentThread();
            var ours = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                closing.run();
            } finally {
                thread.setContextClassLoader(ours);
            }
        };
    }

    private void assertIsGone(WeakReference<ClassLoader> gone) throws Exception {
        assertThat(beans()).isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(threads()).isSubsetOf(before);
        });
        await().atMost(PATIENCE).untilAsserted(() -> {
            haveTheJdkForget();
            System.gc();
            assertThat(gone.get()).isNull();
        });
    }

    /**
     * The JDK keeps what it did last, until it does the like again: the class that it serialized, since Java 19 the one that it read, and the class of a record's
     * component that it compared (JDK-8078641, in Java 17). That is no leak of ours, and does not grow.
     */
    private static void haveTheJdkForget() throws Exception {
        ObjectStreamClass.lookup(Duration.class);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(BigDecimal.TEN);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            in.readObject();
        }
        var lookup = MethodHandles.lookup();
        var getter = lookup.findGetter(Other.class, "component", Duration.class);
        for (var method : List.of("equals", "hashCode", "toString")) {
            try {
                ObjectMethods.bootstrap(lookup, method, MethodHandle.class, Other.class, "component", getter);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A record of the test's own. */
    private record Other(Duration component) {}

    private static Set<ObjectName> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("javax.cache:*"), null);
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("concord-")
                        || thread.getName().startsWith("HttpClient-")
                        || thread.getName().startsWith("CompletableFutureDelay"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    private static URL[] all() {
        return Stream.of(client(), application()).flatMap(Stream::of).toArray(URL[]::new);
    }

    private static URL[] client() {
        return new URL[] {location(Caching.class), location(Key.class), location(ConcordCachingProvider.class)};
    }

    private static URL[] application() {
        return new URL[] {location(RedeployedApplication.class)};
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
