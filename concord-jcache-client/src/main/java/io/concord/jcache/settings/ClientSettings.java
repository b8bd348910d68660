package io.concord.jcache.settings;

import io.concord.jcache.api.InvalidSettingsException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * All that a connection has to know. It never shows a secret.
 *
 * @param address where the cluster is
 * @param token where the bearer token comes from
 * @param tls whom to trust
 * @param transport the bounds
 * @param values how values are written and read
 * @param near what is kept in memory
 */
public record ClientSettings(
        ClusterAddress address,
        TokenOrigin token,
        TlsSettings tls,
        TransportSettings transport,
        ValueSettings values,
        NearSettings near) {

    /**
     * The URI of the default manager. It names no host: the address is the {@link ClientKey#ENDPOINTS} of the settings, or
     * else that of the local cluster that {@code concord dev} starts.
     */
    public static final URI DEFAULT_URI = URI.create("concord:default");

    /** Settings with values as they are by default, and nothing in memory. */
    public ClientSettings(ClusterAddress address, TokenOrigin token, TlsSettings tls, TransportSettings transport) {
        this(address, token, tls, transport, ValueSettings.STANDARD, NearSettings.STANDARD);
    }

    /** The local cluster of {@code concord dev}. */
    private static final ClusterAddress LOCAL =
            ClusterAddress.parse(URI.create("concord+http://127.0.0.1:9080,127.0.0.1:9081,127.0.0.1:9082/"));

    /**
     * Settings for an address and nothing else, as they are by default.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static ClientSettings of(ClusterAddress address) {
        return new ClientSettings(address, new TokenOrigin.None(), TlsSettings.STANDARD, TransportSettings.STANDARD);
    }

    /**
     * Reads the settings of a manager: each from the properties if it is there, or else from the URI, the variables of the
     * process, the file {@code concord.properties} on the class path, and the defaults, in this order.
     *
     * @param uri of the manager; {@link #DEFAULT_URI} leaves the address to the others
     * @param properties as the application gave them; keys that do not begin with {@code concord.} are not looked at
     * @param loader of the manager: has the file and the classes that the settings name
     * @throws InvalidSettingsException naming everything that is wrong
     */
    public static ClientSettings read(URI uri, Properties properties, ClassLoader loader) {
        return read(uri, properties, loader, System.getenv());
    }

    static ClientSettings read(URI uri, Properties properties, ClassLoader loader, Map<String, String> variables) {
        return new SettingsReader(SettingSources.of(properties, variables, loader), loader).read(uri);
    }

    /** The address of the URI; empty for {@link #DEFAULT_URI}. */
    static Optional<ClusterAddress> addressOf(URI uri) {
        return uri.equals(DEFAULT_URI) ? Optional.empty() : Optional.of(ClusterAddress.parse(uri));
    }

    static ClusterAddress local() {
        return LOCAL;
    }
}
