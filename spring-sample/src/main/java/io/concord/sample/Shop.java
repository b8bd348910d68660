package io.concord.sample;

import io.concord.spring.ConcordCacheManager;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A shop in which prices take long to find out; what one instance has found, all have. */
@EnableCaching
@SpringBootApplication
public class Shop {
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    /** Prices, and who has found them out. */
    @Service
    static class Prices {
        @Cacheable(cacheNames = "prices", sync = true)
        public String of(int product) {
            return product + ".99, found by process " + ProcessHandle.current().pid();
        }
    }

    /** Where one asks for them. */
    @RestController
    static class Counter {
        private final Prices prices;
        private final ConcordCacheManager caches;

        Counter(Prices prices, ConcordCacheManager caches) {
            this.prices = prices;
            this.caches = caches;
        }

        @GetMapping("/prices/{product}")
        String price(@PathVariable("product") int product) {
            return prices.of(product);
        }

        @DeleteMapping("/catalogue")
        void forget() {
            caches.evictTag("catalogue");
        }
    }
}
