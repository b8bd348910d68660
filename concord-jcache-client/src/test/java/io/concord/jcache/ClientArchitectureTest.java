package io.concord.jcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

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
                        "javax.net..",
                        "org.jspecify..",
                        "io.concord.core.protocol..",
                        "io.concord.core.model..",
                        "io.concord.core.format..",
                        "io.concord.jcache..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.concord.jcache"));
    }
}
