package io.concord.it.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** A service whose answers are cached, and how often it had to think about one. */
public class Library {
    static final String BOOKS = "books";

    private final AtomicInteger asked = new AtomicInteger();

    /** A method, because a proxy has no fields of its own. */
    public int asked() {
        return asked.get();
    }

    /** What happens while it thinks. */
    protected void think() {
        // Nothing, unless a test has something.
    }

    private String answered(String answer) {
        asked.incrementAndGet();
        think();
        return answer;
    }

    @Cacheable(BOOKS)
    public String title(int isbn) {
        return answered("title of " + isbn);
    }

    @Cacheable(cacheNames = BOOKS, sync = true)
    public String titleOnce(int isbn) {
        return answered("title of " + isbn);
    }

    @Cacheable(BOOKS)
    public CompletableFuture<String> titleLater(int isbn) {
        return CompletableFuture.completedFuture(answered("title of " + isbn));
    }

    @Cacheable(cacheNames = BOOKS, sync = true)
    public CompletableFuture<String> titleOnceLater(int isbn) {
        return CompletableFuture.supplyAsync(() -> answered("title of " + isbn));
    }

    @Cacheable(BOOKS)
    public @Nullable String lentTo(String author, int isbn) {
        answered(author + isbn);
        return null;
    }

    @CachePut(cacheNames = BOOKS, key = "#isbn")
    public String rename(int isbn, String title) {
        return title;
    }

    @CacheEvict(BOOKS)
    public void forget(int isbn) {
        // The annotation does it.
    }

    @CacheEvict(cacheNames = BOOKS, allEntries = true)
    public void forgetAll() {
        // The annotation does it.
    }

    @CacheResult(cacheName = BOOKS)
    public String titleByStandard(int isbn) {
        return answered("title of " + isbn);
    }
}
