package io.concord.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator decides about the audit log.
 *
 * @param file that is written; absolute
 * @param events {@code admin}, {@code writes}, {@code reads}
 * @param failClosed what needs an administrator is refused while nothing can be written
 * @param fileBytesMax after which another file is begun
 * @param fileAgeMax after which another file is begun
 * @param filesMax full ones that are kept
 */
public record AuditConfig(
        Path file, Set<String> events, boolean failClosed, long fileBytesMax, Duration fileAgeMax, int filesMax) {
    public AuditConfig {
        events = Set.copyOf(events);
    }
}
