package io.concord.server.certificates;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Files that are looked at again and again, and taken when they have changed. What cannot be used leaves what was there
 * before, and raises an alarm: not at the first look, because two files are not replaced in one step.
 */
final class WatchedFiles {
    private static final System.Logger LOG = System.getLogger(WatchedFiles.class.getName());
    private static final String UNREADABLE = "unreadable";

    /** What is done with them. */
    interface Taking {
        /** Returns what was taken, for the log. */
        String take() throws CertificateFileException;
    }

    private final String name;
    private final List<Path> files;
    private final Taking taking;
    private String taken = "";
    private String refused = "";
    private volatile boolean failing;

    WatchedFiles(String name, List<Path> files, Taking taking) {
        this.name = name;
        this.files = files;
        this.taking = taking;
    }

    /** Takes them for the first time. */
    void begin() throws CertificateFileException {
        var content = content();
        LOG.log(Level.INFO, "{0}: {1}", name, taking.take());
        taken = content;
    }

    /** Takes them if they have changed. Called by one thread only. */
    void look() {
        var content = content();
        if (content.equals(taken)) {
            recovered();
            return;
        }
        try {
            var what = taking.take();
            taken = content;
            recovered();
            LOG.log(Level.INFO, "{0} changed, new connections get: {1}", name, what);
        } catch (CertificateFileException | RuntimeException e) {
            // Whatever a parser makes of what it was given: the next look must come all the same.
            alarm(content, e);
        }
    }

    /** Whether what is in the files is not what is in use. */
    boolean isFailing() {
        return failing;
    }

    private void recovered() {
        refused = "";
        failing = false;
    }

    private void alarm(String content, Exception e) {
        if (content.equals(refused) && !failing) {
            failing = true;
            LOG.log(
                    Level.ERROR,
                    "{0} changed and cannot be used, so the old ones stay in use: {1} ({2}). Repair the file; the node"
                            + " looks at it again by itself",
                    name,
                    e.getMessage(),
                    files);
        }
        refused = content;
    }

    private String content() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : files) {
                digest.update(CertificateSource.bytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (CertificateFileException e) {
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
