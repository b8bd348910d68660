package io.concord.it.spring;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordCacheManagerBuilder;
import io.concord.spring.TagsContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spring's caches keep their contract of tags on a live cluster. */
@ExtendWith(SharedCluster.class)
class TagsContractIT extends TagsContract {
    private final Connection connection;

    TagsContractIT(LocalCluster cluster) {
        connection = Connection.to(cluster);
    }

    @Override
    protected ConcordCacheManagerBuilder builder() {
        return ConcordCacheManager.builder(connection.uri(), connection.properties());
    }
}
