package io.concord.cli;

import picocli.CommandLine.Command;

/** {@code concord audit}. By itself it only says what it can do. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = "Works on the audit logs of servers.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {}
