package io.concord.spring.boot;

import io.concord.spring.ConcordCacheManagerBuilder;

/**
 * Changes the builder of the cache manager after the properties have been applied, such as to give it an executor or a tag
 * resolver. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface ConcordCacheManagerBuilderCustomizer {
    /** Changes the builder; must not build. */
    void customize(ConcordCacheManagerBuilder builder);
}
