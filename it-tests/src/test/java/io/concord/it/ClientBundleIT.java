package io.concord.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.MemoryServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.cache.Caching;
import org.apache.aries.spifly.dynamic.DynamicWeavingActivator;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.util.Printer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The client is a bundle that an OSGi framework runs beside the cache API and nothing else. */
class ClientBundleIT {
    private static final String PROVIDER = "io.concord.jcache.ConcordCachingProvider";
    private static final Path JAR = Path.of(requireNonNull(System.getProperty("client.jar"), "client.jar"));
    private static final long STOP_MILLIS = 10_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Framework framework;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("framework").toString()));
        framework.start();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }

    @Test
    void an_application_in_another_bundle_gets_the_provider_and_keeps_values_of_its_own_classes() throws Exception {
        install(of(Caching.class), JAR);
        var application = install(application());
        startAll();

        try (var cluster = new MemoryServer()) {
            @SuppressWarnings("unchecked")
            var run = (UnaryOperator<String>) application
                    .get(0)
                    .loadClass(BundledApplication.class.getName())
                    .getConstructor()
                    .newInstance();

            assertThat(run.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
            assertThat(run.apply(cluster.uri())).isEqualTo("Alice has a version");
        }
    }

    @Test
    void what_registers_the_services_of_bundles_finds_the_provider() throws Exception {
        install(
                of(ClassReader.class),
                of(ClassNode.class),
                of(Analyzer.class),
                of(ClassRemapper.class),
                of(Printer.class),
                of(DynamicWeavingActivator.class),
                of(Caching.class),
                JAR);
        startAll();

        var context = framework.getBundleContext();
        var services = requireNonNull(context.getAllServiceReferences("javax.cache.spi.CachingProvider", null));

        assertThat(services).hasSize(1);
        assertThat(services[0].getBundle().getSymbolicName()).isEqualTo("io.concord.jcache");
        assertThat(context.getService(services[0]).getClass().getName()).isEqualTo(PROVIDER);
    }

    private List<Bundle> install(Path... jars) throws BundleException {
        var bundles = new ArrayList<Bundle>();
        for (var jar : jars) {
            bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        return bundles;
    }

    private void startAll() throws BundleException {
        for (var bundle : framework.getBundleContext().getBundles()) {
            bundle.start();
            assertThat(bundle.getState()).as("%s", bundle).isEqualTo(Bundle.ACTIVE);
        }
    }

    private Path application() throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, "application");
        attributes.putValue(
                Constants.IMPORT_PACKAGE,
                "javax.cache,javax.cache.configuration,javax.cache.spi,io.concord.jcache,io.concord.jcache.api");
        var jar = directory.resolve("application.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var type : Stream.of(BundledApplication.class, BundledApplication.User.class)
                    .toList()) {
                var name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(name));
                try (var bytes = requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
                    bytes.transferTo(out);
                }
            }
        }
        return jar;
    }

    private static Path of(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
