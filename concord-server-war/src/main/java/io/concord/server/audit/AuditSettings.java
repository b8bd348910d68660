package io.concord.server.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator decides about the audit log.
 *
 * @param file that is written; those that are full lie beside it
 * @param fileBytesMax after which another one is begun
 * @param fileAgeMax after which another one is begun
 * @param filesMax how many full ones are kept
 * @param failClosed whether what needs an administrator is refused while nothing can be written
 * @param kinds what is recorded beside refusals
 */
public record AuditSettings(
        Path file, long fileBytesMax, Duration fileAgeMax, int filesMax, boolean failClosed, Set<AuditKind> kinds) {
    public AuditSettings {
        kinds = Set.copyOf(kinds);
    }
}
