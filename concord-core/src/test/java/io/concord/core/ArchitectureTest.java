package io.concord.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.concord.core");

    @Test
    void the_core_needs_the_jdk_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.concord.core..")
                .check(CORE);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.concord.core.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void the_formats_know_no_other_package() {
        noClasses()
                .that()
                .resideInAPackage("..core.format..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..core.model..", "..core.wire..", "..core.command..", "..core.state..", "..core.protocol..")
                .check(CORE);
    }

    @Test
    void what_log_and_protocol_share_knows_the_model_and_the_primitives_only() {
        classes()
                .that()
                .resideInAPackage("..core.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "..core.wire..", "..core.model..", "..core.format..")
                .check(CORE);
    }

    @Test
    void who_may_do_what_is_said_of_the_model_alone() {
        classes()
                .that()
                .resideInAPackage("..core.access..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "..core.access..", "..core.model..", "..core.format..")
                .check(CORE);
    }

    @Test
    void what_the_client_may_see_knows_neither_commands_nor_state() {
        noClasses()
                .that()
                .resideInAnyPackage("..core.model..", "..core.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.command..", "..core.state..")
                .check(CORE);
    }

    @Test
    void nothing_reads_a_clock() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
        noClasses().should().callMethod(System.class, "nanoTime").check(CORE);
        noClasses().should().callMethod(Instant.class, "now").check(CORE);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CORE);
    }

    @Test
    void nothing_is_random() {
        noClasses().should().callMethod(UUID.class, "randomUUID").check(CORE);
        noClasses().should().callMethod(Math.class, "random").check(CORE);
        noClasses()
                .should()
                .callMethod(System.class, "identityHashCode", Object.class)
                .check(CORE);
        for (var random : new Class<?>[] {Random.class, SecureRandom.class, ThreadLocalRandom.class}) {
            noClasses().should().dependOnClassesThat().areAssignableTo(random).check(CORE);
        }
    }

    @Test
    void the_state_machine_has_no_hash_order() {
        var hashed = new Class<?>[] {
            HashMap.class, LinkedHashMap.class, HashSet.class, IdentityHashMap.class, ConcurrentHashMap.class
        };
        for (var type : hashed) {
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..core.state..",
                            "..core.command..",
                            "..core.access..",
                            "..core.token..",
                            "..core.model..",
                            "..core.wire..",
                            "..core.format..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(type)
                    .check(CORE);
        }
    }
}
