package io.concord.jcache;

import java.net.URI;

/** What there is one manager for. */
record ManagerKey(URI uri, ClassLoader classLoader) {}
