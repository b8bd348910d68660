package io.concord.it.cache;

import io.concord.jcache.FlawedCachingProvider;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * An application in a JVM of its own: threads that use a cache until the standard input ends, and a line of the standard
 * output for everything that they did.
 */
public final class CacheWorker {
    /** Tells that the cache is there and work begins. */
    static final String READY = "ready";

    /** Begins a line about a call that did not serve; the rest says why. */
    static final String FAILED = "failed ";

    /** A variable of the environment: the {@link Flaw} to plant, if any. */
    static final String FLAW = "WORKER_FLAW";

    private static final int THREADS = 4;
    private static final int KEYS = 5;

    private final Cache<String, String> cache;
    private final String name;
    private final RecordingListener listener = new RecordingListener();
    private volatile boolean stopped;

    private CacheWorker(Cache<String, String> cache, String name) {
        this.cache = cache;
        this.name = name;
    }

    /** Arguments: the URI of the cluster, the name of the cache, the name of this worker, and what it does. */
    public static void main(String[] arguments) throws Exception {
        var work = Work.valueOf(arguments[3]);
        try (var provider = provider(System.getenv(FLAW));
                var manager = provider.getCacheManager(URI.create(arguments[0]), null);
                var cache = manager.createCache(
                        arguments[1],
                        new MutableConfiguration<String, String>().setTypes(String.class, String.class))) {
            new CacheWorker(cache, arguments[2]).run(work);
        }
    }

    private static CachingProvider provider(@Nullable String flaw) {
        return flaw == null ? Caching.getCachingProvider() : new FlawedCachingProvider(Flaw.valueOf(flaw)::in);
    }

    /** What a worker does. */
    public enum Work {
        /** Everything to a few keys, and each call is a {@link CacheCall#toLine line}. */
        HISTORY {
            @Override
            void step(CacheWorker worker, String thread, Random random, int number) {
                worker.call(thread, random, number);
            }
        },
        /** Counts on a few keys by processors; each success is a line with the key. */
        COUNT {
            @Override
            void step(CacheWorker worker, String thread, Random random, int number) {
                var key = "counter-" + random.nextInt(KEYS);
                worker.cache.invoke(key, new Increment());
                say(key);
            }
        },
        /** Puts and gets of its own keys: what it reads must be what it wrote. */
        LOAD {
            @Override
            void step(CacheWorker worker, String thread, Random random, int number) {
                var value = Integer.toString(number);
                worker.cache.put(thread, value);
                var found = worker.cache.get(thread);
                say(value.equals(found) ? thread : FAILED + "read " + found + " after " + value);
            }
        },
        /** Puts to its own keys: a synchronous listener must have heard of each put when it returns. */
        HEAR {
            @Override
            void step(CacheWorker worker, String thread, Random random, int number) {
                var value = Integer.toString(number);
                worker.cache.put(thread, value);
                var heard = worker.listener.last(thread);
                say(value.equals(heard) ? thread : FAILED + "heard " + heard + " after " + value);
            }
        };

        abstract void step(CacheWorker worker, String thread, Random random, int number);
    }

    private void run(Work work) throws InterruptedException, IOException {
        var threads = new ArrayList<Thread>();
        if (work == Work.HEAR) {
            cache.registerCacheEntryListener(listener.configuration(true));
        }
        say(READY);
        for (var i = 0; i < THREADS; i++) {
            var thread = name + "-" + i;
            var random = new Random(thread.hashCode());
            threads.add(new Thread(() -> loop(work, thread, random), thread));
        }
        threads.forEach(Thread::start);
        while (System.in.read() >= 0) {
            // Whatever comes does not matter; the end does.
        }
        stopped = true;
        for (var thread : threads) {
            thread.join();
        }
    }

    private void loop(Work work, String thread, Random random) {
        for (var number = 0; !stopped; number++) {
            try {
                work.step(this, thread, random, number);
            } catch (RuntimeException e) {
                say(FAILED + e);
            }
        }
    }

    private void call(String thread, Random random, int number) {
        var key = "key-" + random.nextInt(KEYS);
        var expected = random.nextBoolean() ? String.valueOf(cache.get(key)) : "other";
        var action = CacheAction.draw(random, expected, thread + "-" + number);
        var invoked = System.nanoTime();
        try {
            var answer = CacheCalls.perform(cache, key, action);
            say(new CacheCall(thread, key, action, invoked, System.nanoTime(), answer).toLine());
        } catch (CacheException e) {
            if (cause(e, UnavailableException.class) != null) {
                say(FAILED + e);
            } else if (cause(e, IndeterminateException.class) != null) {
                say(new CacheCall(thread, key, action, invoked, CacheCall.NEVER, null).toLine());
            } else {
                throw e;
            }
        }
    }

    private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line.replace('\n', ' '));
            System.out.flush();
        }
    }
}
