package io.concord.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Caching;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** The client is one jar that an application drops in beside the cache API. */
class ClientJarIT {
    private static final Path JAR = Path.of(requireNonNull(System.getProperty("client.jar"), "client.jar"));
    private static final Path SOURCE = Path.of(
            requireNonNull(System.getProperty("concord.home"), "concord.home"),
            "it-tests/src/test/java/io/concord/it/JarApplication.java");
    private static final String POM = "META-INF/maven/io.concord/concord-jcache-client/pom.xml";
    private static final String OF_APPLICATIONS =
            "/project/dependencies/dependency[not(scope) or scope='compile' or scope='runtime']/artifactId";
    private static final long PATIENCE_SECONDS = 45;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void an_application_needs_this_jar_and_the_cache_api_alone() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var absent = "127.0.0.1:" + portOfNobody();

            var lines =
                    run("concord+http://127.0.0.1:" + silent.getLocalPort() + "/", "concord+http://" + absent + "/");

            assertThat(lines.lines())
                    .hasSize(3)
                    .contains("provider io.concord.jcache.ConcordCachingProvider", "opened users")
                    .anyMatch(line -> line.startsWith("failed ") && line.contains(absent));
        }
    }

    @Test
    void the_manifest_names_the_module_and_the_bundle() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var manifest = jar.getManifest().getMainAttributes();

            assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.concord.jcache");
            assertThat(manifest.getValue("Bundle-ManifestVersion")).isEqualTo("2");
            assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("io.concord.jcache");
            assertThat(manifest.getValue("Bundle-Version")).matches("\\d+\\.\\d+\\.\\d+(\\.[A-Za-z0-9_-]+)?");
            assertThat(packages(manifest.getValue("Export-Package")))
                    .containsExactlyInAnyOrder("io.concord.jcache", "io.concord.jcache.api");
            assertThat(manifest.getValue("Require-Capability"))
                    .contains("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
            assertThat(manifest.getValue("Provide-Capability"))
                    .contains("osgi.serviceloader=\"javax.cache.spi.CachingProvider\"")
                    .contains("register:=\"io.concord.jcache.ConcordCachingProvider\"");
        }
    }

    @Test
    void the_bundle_imports_the_packages_that_its_classes_use() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var used = classes(jar).stream()
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .map(JavaClass::getPackageName)
                    .filter(name -> !name.isEmpty() && !name.matches("(java|io\\.concord|org\\.jspecify)\\..*"))
                    .collect(Collectors.toSet());

            assertThat(packages(jar.getManifest().getMainAttributes().getValue("Import-Package")))
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @Test
    void the_jar_holds_the_client_and_what_it_needs_of_the_core() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var names = jar.stream().map(entry -> entry.getName()).toList();
            var classes = classes(jar);

            assertThat(names).doesNotHaveDuplicates();
            assertThat(names.stream().filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(
                            name -> name.matches("io/concord/(jcache|core/(format|model|protocol|wire))/.*"),
                            "of the client, or of the contract");
            assertThat(classes.stream()
                            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                            .map(dependency -> dependency
                                    .getTargetClass()
                                    .getBaseComponentType()
                                    .getName())
                            .filter(name -> name.startsWith("io.concord."))
                            .distinct())
                    .isNotEmpty()
                    .allMatch(classes::contain, "in the jar");
        }
    }

    @Test
    void the_published_poms_bring_the_cache_api_alone() throws Exception {
        var published = JAR.resolveSibling("../dependency-reduced-pom.xml").normalize();
        try (var jar = new JarFile(JAR.toFile());
                var inside = jar.getInputStream(jar.getEntry(POM));
                var beside = Files.newInputStream(published)) {
            assertThat(dependencies(inside)).as("the pom in the jar").containsExactly("cache-api");
            assertThat(dependencies(beside)).as("the pom beside the jar").containsExactly("cache-api");
        }
    }

    @Test
    void sources_and_documentation_lie_beside_it() throws IOException {
        var name = JAR.getFileName().toString().replaceFirst("\\.jar$", "");
        try (var sources = new JarFile(JAR.resolveSibling(name + "-sources.jar").toFile());
                var pages =
                        new JarFile(JAR.resolveSibling(name + "-javadoc.jar").toFile())) {
            assertThat(sources.getEntry("io/concord/jcache/api/ConcordCache.java"))
                    .isNotNull();
            assertThat(pages.stream().map(entry -> entry.getName()).filter(page -> page.endsWith("/ConcordCache.html")))
                    .isNotEmpty();
            assertThat(pages.stream().map(entry -> entry.getName()).filter(page -> page.matches(".*io/concord/.*html")))
                    .allMatch(page -> page.contains("io/concord/jcache/api/"), "of the public package");
        }
    }

    private String run(String silent, String absent) throws Exception {
        var api = Path.of(Caching.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = directory.resolve("output");
        var builder = new ProcessBuilder(
                        java,
                        "-cp",
                        JAR + System.getProperty("path.separator") + api,
                        SOURCE.toString(),
                        silent,
                        absent)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("CONCORD_") || key.startsWith("JAVA_"));
        var process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("it ends without the silent cluster: %s", Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static int portOfNobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static JavaClasses classes(JarFile jar) {
        return new ClassFileImporter().importJar(jar);
    }

    /** The packages of a manifest's header: what is no attribute and no directive. */
    private static Set<String> packages(String header) {
        return Arrays.stream(header.replaceAll("\"[^\"]*\"", "").split("[;,]"))
                .filter(part -> !part.contains("="))
                .collect(Collectors.toSet());
    }

    private static Set<String> dependencies(InputStream pom) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
        var xpath = XPathFactory.newInstance().newXPath();
        // The parent has it for all modules, so what does not say otherwise inherits it.
        assertThat(xpath.evaluate("//dependency[artifactId='jspecify']/scope", document))
                .isEqualTo("provided");
        var found = (NodeList) xpath.evaluate(OF_APPLICATIONS, document, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(index -> found.item(index).getTextContent())
                .collect(Collectors.toSet());
    }
}
