package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that return reactive types, over a store that answers late. A thread that waits for it ends its test by the timeout. */
@Timeout(60)
class ReactiveTest {
    private static final String TITLES = "titles";
    private static final long PATIENCE_SECONDS = 30;

    /** A service whose answers are cached, and how often it was subscribed to. */
    public static class Library {
        private final AtomicInteger asked = new AtomicInteger();

        public int asked() {
            return asked.get();
        }

        @Cacheable(TITLES)
        public Mono<String> title(int isbn) {
            return Mono.fromSupplier(() -> "title " + isbn + "." + asked.incrementAndGet());
        }

        @Cacheable(cacheNames = TITLES, sync = true)
        public Mono<String> titleOnce(int isbn) {
            return Mono.fromSupplier(() -> "title " + isbn + "." + asked.incrementAndGet());
        }

        @Cacheable(cacheNames = TITLES, sync = true)
        public Mono<String> none(int isbn) {
            return Mono.<String>empty().doOnSubscribe(subscription -> asked.incrementAndGet());
        }

        @Cacheable(TITLES)
        public Flux<String> chapters(int isbn) {
            return Flux.defer(() -> Flux.just("of " + isbn, "asked " + asked.incrementAndGet()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    private final LateStore store = new LateStore();
    private final MemoryManager memory = new MemoryManager(store);
    /** The one thread on which the application's code runs. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @BeforeEach
    void start() {
        context.registerBean(
                CacheManager.class,
                () -> ConcordCacheManager.builder(memory.manager())
                        .withCache(TITLES, CacheSettings.DEFAULTS.withoutAwaitingWrites())
                        .executor(thread)
                        .build());
        context.registerBean(Library.class, Library::new);
        context.register(Caching.class);
        context.refresh();
        Objects.requireNonNull(context.getBean(CacheManager.class).getCache(TITLES))
                .invalidate();
    }

    @AfterEach
    void close() {
        store.release();
        context.close();
        memory.close();
        thread.shutdownNow();
    }

    private Library library() {
        return context.getBean(Library.class);
    }

    private void assertThreadIsFree() throws Exception {
        assertThat(thread.submit(() -> "free").get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo("free");
    }

    @Test
    void what_a_mono_emits_is_cached() {
        assertThat(library().title(7).block()).isEqualTo("title 7.1");
        assertThat(library().title(7).block()).isEqualTo("title 7.1");
        assertThat(library().titleOnce(7).block()).isEqualTo("title 7.1");
        assertThat(library().titleOnce(8).block()).isEqualTo("title 8.2");
        assertThat(library().titleOnce(8).block()).isEqualTo("title 8.2");
    }

    @Test
    void that_a_mono_is_empty_is_cached() {
        assertThat(library().none(7).block()).isNull();
        assertThat(library().none(7).block()).isNull();

        assertThat(library().asked()).isEqualTo(1);
    }

    @Test
    void what_a_flux_emits_is_cached_in_its_order() {
        assertThat(library().chapters(7).collectList().block()).containsExactly("of 7", "asked 1");
        assertThat(library().chapters(7).collectList().block()).containsExactly("of 7", "asked 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoever_subscribes_does_not_wait_for_a_read(boolean once) throws Exception {
        store.hold(BatchOperation.Get.class::isInstance);

        var title = (once ? library().titleOnce(7) : library().title(7)).toFuture();
        store.asked().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(title).isNotDone();
        assertThreadIsFree();
        store.release();
        assertThat(title.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("title 7.1");
    }

    @Test
    void whoever_subscribes_to_a_flux_does_not_wait_for_a_read() throws Exception {
        store.hold(BatchOperation.Get.class::isInstance);

        var chapters = library().chapters(7).collectList().toFuture();
        store.asked().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(chapters).isNotDone();
        assertThreadIsFree();
        store.release();
        assertThat(chapters.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(List.of("of 7", "asked 1"));
    }

    @Test
    void a_single_load_is_emitted_when_it_is_stored_and_no_thread_waits_for_that() throws Exception {
        store.hold(BatchChange.Put.class::isInstance);

        var title = library().titleOnce(7).toFuture();
        store.asked().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThreadIsFree();
        assertThat(title).isNotDone();
        store.release();
        assertThat(title.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("title 7.1");
    }

    @Test
    void where_writes_go_on_in_the_background_others_do_not_wait_for_them_at_all() throws Exception {
        store.hold(BatchChange.Put.class::isInstance);

        var title = library().title(7).toFuture();

        assertThat(title.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("title 7.1");
        assertThat(store.asked()).isCompleted();
        assertThreadIsFree();
    }
}
