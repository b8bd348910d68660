package io.concord.it.spring;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A Spring application with a {@link Library}: a plain context with caching switched on, and no Boot. */
final class Application implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    private Application(
            Supplier<? extends CacheManager> manager,
            Supplier<? extends Library> library,
            @Nullable CacheErrorHandler handler) {
        context.registerBean(CacheManager.class, manager::get);
        context.registerBean(Library.class, library::get);
        if (handler != null) {
            context.registerBean(CachingConfigurer.class, () -> new CachingConfigurer() {
                @Override
                public CacheErrorHandler errorHandler() {
                    return handler;
                }
            });
        }
        context.register(Caching.class);
        context.refresh();
    }

    static Application of(Supplier<? extends CacheManager> manager) {
        return new Application(manager, Library::new, null);
    }

    static Application of(Supplier<? extends CacheManager> manager, Supplier<? extends Library> library) {
        return new Application(manager, library, null);
    }

    static Application of(Supplier<? extends CacheManager> manager, CacheErrorHandler handler) {
        return new Application(manager, Library::new, handler);
    }

    Library library() {
        return context.getBean(Library.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
