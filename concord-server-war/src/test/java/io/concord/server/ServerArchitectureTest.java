package io.concord.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom in the server. */
class ServerArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.concord.server");

    @Test
    void only_raft_uses_jgroups() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.concord.server.raft..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jgroups..")
                .check(classes);
    }

    @Test
    void http_and_raft_do_not_know_each_other() {
        noClasses()
                .that()
                .resideInAPackage("..server.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..server.raft..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..server.raft..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..server.http..", "..server.ops..", "jakarta..", "org.eclipse.microprofile..")
                .check(classes);
    }

    @Test
    void the_service_knows_no_edge() {
        noClasses()
                .that()
                .resideInAPackage("..server.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "org.eclipse.microprofile..",
                        "org.jgroups..",
                        "..server.http..",
                        "..server.raft..",
                        "..server.ops..",
                        "..server.config..")
                .check(classes);
    }

    @Test
    void the_audit_log_knows_the_chain_and_nothing_else() {
        noClasses()
                .that()
                .resideInAPackage("..server.audit..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "io.concord.core.audit..", "io.concord.server.audit..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void only_rates_use_buckets_and_know_the_failures_of_the_service_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..server.service.rate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.bucket4j..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..server.service.rate..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "io.github.bucket4j..",
                        "io.concord.core.protocol..",
                        "io.concord.server.service",
                        "io.concord.server.service.rate..",
                        "org.jspecify..")
                .check(classes);
    }

    @Test
    void only_one_class_reads_claims() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ProviderTokens")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.microprofile.jwt..")
                .check(classes);
    }

    @Test
    void nobody_knows_the_composition_root() {
        noClasses()
                .that()
                .resideInAPackage("io.concord.server.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.concord.server")
                .check(classes);
    }

    @Test
    void consensus_is_pure() {
        noClasses()
                .that()
                .resideInAPackage("..server.raft.consensus..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java.lang..",
                        "java.util..",
                        "java.nio",
                        "io.concord.core.format..",
                        "io.concord.server.raft.consensus..",
                        "org.jspecify..")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage("..raft.consensus..", "..raft.replica..", "..raft.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jgroups..", "io.concord.server.raft", "io.concord.server.service..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..raft.consensus..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @Test
    void there_are_no_package_cycles() {
        slices().matching("io.concord.server.(*)..").should().beFreeOfCycles().check(classes);
        slices().matching("io.concord.server.raft.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
