package io.concord.spring.boot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The auto-configuration is built on what the adapter and the client offer to every application. */
class ArchitectureTest {
    private static final JavaClasses AUTO_CONFIGURATION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.concord.spring.boot");

    @Test
    void it_needs_spring_the_adapter_and_the_public_part_of_the_client_only() {
        classes()
                .that()
                .resideInAPackage("io.concord.spring.boot")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.cache..",
                        "org.jspecify..",
                        "org.springframework..",
                        "io.micrometer..",
                        "io.concord.jcache",
                        "io.concord.jcache.api",
                        "io.concord.spring",
                        "io.concord.spring.boot")
                .check(AUTO_CONFIGURATION);
    }
}
