package io.concord.server;

import io.concord.server.audit.AuditKind;
import io.concord.server.audit.AuditLog;
import io.concord.server.audit.AuditMeter;
import io.concord.server.audit.AuditSettings;
import io.concord.server.config.AuditConfig;
import io.concord.server.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The audit log of a node, as its configuration wants it. */
final class NodeAudit {
    private NodeAudit() {}

    /** @throws UncheckedIOException if its file cannot be opened: nobody starts a node that cannot record what is done to it */
    static AuditLog start(NodeConfig config, AuditMeter meter, Clock clock) {
        var log = new AuditLog(settings(config.audit()), config.nodeId(), meter, clock);
        try {
            log.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the audit log " + config.audit().file() + " (concord.audit.file) cannot be opened", e);
        }
        return log;
    }

    private static AuditSettings settings(AuditConfig audit) {
        return new AuditSettings(
                audit.file(),
                audit.fileBytesMax(),
                audit.fileAgeMax(),
                audit.filesMax(),
                audit.failClosed(),
                Arrays.stream(AuditKind.values())
                        .filter(kind -> audit.events().contains(kind.text()))
                        .collect(Collectors.toSet()));
    }
}
