package io.concord.cli;

import io.concord.cli.cluster.ClusterDirectory;
import java.nio.file.Path;

/**
 * The checked out project that the command runs from.
 *
 * @param home its directory
 */
record Project(Path home) {
    /** The property by which {@code bin/concord} says where the project is. */
    static final String HOME_PROPERTY = "concord.home";

    static Project current() {
        return new Project(Path.of(System.getProperty(HOME_PROPERTY, ".")));
    }

    /** The Open Liberty that the build installs. */
    Path libertyHome() {
        return home.resolve("liberty-config").resolve(".liberty").resolve("wlp");
    }

    /** Where a cluster's data is unless the user says otherwise. */
    ClusterDirectory defaultDirectory() {
        return new ClusterDirectory(home.resolve(".concord"));
    }
}
