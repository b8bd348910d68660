package io.concord.jcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The client brings nothing into an application but itself. */
class ClientArchitectureTest {
    @Test
    void the_client_needs_the_jdk_the_cache_api_and_the_contract_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.cache..",
                        "javax.management..",
                        "javax.net.ssl..",
                        "org.jspecify..",
                        "io.concord.core.protocol..",
                        // What the codecs of the contract throw.
                        "io.concord.core.format..",
                        "io.concord.core.model..",
                        "io.concord.jcache..")
                .check(client());
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.concord.jcache.(*)..").should().beFreeOfCycles().check(client());
    }

    @Test
    void the_public_package_depends_on_nothing_of_the_clients() {
        classes()
                .that()
                .resideInAPackage("io.concord.jcache.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.concord.jcache",
                        "io.concord.jcache.settings..",
                        "io.concord.jcache.transport..",
                        "io.concord.jcache.codec..",
                        "io.concord.jcache.operation..",
                        "io.concord.jcache.processor..",
                        "io.concord.jcache.management..",
                        "io.concord.jcache.event..")
                .check(client());
    }

    private static JavaClasses client() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.concord.jcache");
    }
}
