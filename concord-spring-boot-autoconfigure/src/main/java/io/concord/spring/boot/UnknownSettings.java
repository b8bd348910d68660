package io.concord.spring.boot;

import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties below {@code concord.client} that {@link ConcordClientProperties} does not have. The client gets them as
 * they are, so that it refuses a misspelt one, and says which was meant, instead of Boot passing over it. Variables of the
 * environment are left out: the client reads those itself.
 */
record UnknownSettings(Properties settings) {
    private static final ConfigurationPropertyName PREFIX =
            ConfigurationPropertyName.of(ConcordClientProperties.PREFIX);

    static UnknownSettings in(Environment environment) {
        var known = ClientKeys.all().stream().map(ConfigurationPropertyName::of).collect(Collectors.toSet());
        var settings = new Properties();
        for (var source : ConfigurationPropertySources.get(environment)) {
            names(source, known).forEach(name -> put(settings, source, name));
        }
        return new UnknownSettings(settings);
    }

    private static Stream<ConfigurationPropertyName> names(
            ConfigurationPropertySource source, Set<ConfigurationPropertyName> known) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
                        || !(source instanceof IterableConfigurationPropertySource iterable)
                ? Stream.empty()
                : iterable.stream().filter(name -> PREFIX.isAncestorOf(name) && !known.contains(name));
    }

    private static void put(Properties settings, ConfigurationPropertySource source, ConfigurationPropertyName name) {
        var property = source.getConfigurationProperty(name);
        if (property != null) {
            settings.putIfAbsent(name.toString(), String.valueOf(property.getValue()));
        }
    }
}
