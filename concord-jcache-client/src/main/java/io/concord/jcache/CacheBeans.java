package io.concord.jcache;

import io.concord.jcache.management.CacheStatistics;
import io.concord.jcache.management.ConfigurationBean;
import io.concord.jcache.management.Registration;
import java.net.URI;

/** The two MBeans of a cache, each registered while it is switched on. */
record CacheBeans(CacheStatistics statistics, Registration statisticsBean, Registration configurationBean)
        implements AutoCloseable {

    static CacheBeans of(URI manager, String cache, LiveConfiguration<?, ?> configuration) {
        var statistics = new CacheStatistics();
        return new CacheBeans(
                statistics,
                Registration.ofStatistics(manager, cache, statistics),
                Registration.ofConfiguration(manager, cache, new ConfigurationBean(configuration::copy)));
    }

    void enableStatistics(boolean on) {
        statistics.enable(on);
        statisticsBean.set(on);
    }

    void enableManagement(boolean on) {
        configurationBean.set(on);
    }

    @Override
    public void close() {
        statisticsBean.set(false);
        configurationBean.set(false);
    }
}
