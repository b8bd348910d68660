package io.concord.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.concord.jcache.ConcordCachingProvider;
import org.junit.jupiter.api.Test;

/** The adapter is built on what the client offers to every application. */
class AdapterArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.concord.spring");

    @Test
    void the_adapter_needs_spring_and_the_public_part_of_the_client_only() {
        classes()
                .that()
                .resideInAPackage("io.concord.spring")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.cache..",
                        "org.jspecify..",
                        "org.springframework..",
                        "io.concord.jcache",
                        "io.concord.jcache.api",
                        "io.concord.spring")
                .check(ADAPTER);
    }

    @Test
    void it_speaks_no_http_and_works_without_boot() {
        noClasses()
                .that()
                .resideInAPackage("io.concord.spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.springframework.boot..")
                .check(ADAPTER);
    }

    @Test
    void the_provider_is_the_way_to_the_client() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.concord\\.jcache\\.(?!" + ConcordCachingProvider.class.getSimpleName() + "|api\\.).*")
                .check(ADAPTER);
    }
}
