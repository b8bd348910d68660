package io.concord.it.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link CacheWorker} in a process of its own, and what it has said so far. */
public final class WorkerProcess implements AutoCloseable {
    private static final long END_SECONDS = 60;

    private final String name;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, "lines of " + name);
    }

    /**
     * Starts one.
     *
     * @param settings variables of its environment
     */
    public static WorkerProcess start(
            String name, String uri, String cache, CacheWorker.Work work, Map<String, String> settings) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CacheWorker.class.getName(),
                uri,
                cache,
                name,
                work.name());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(settings);
        try {
            var worker = new WorkerProcess(name, builder.start());
            worker.reader.start();
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one as {@link #start} does, with a bug in its client. */
    public static WorkerProcess startFlawed(
            String name, String uri, String cache, CacheWorker.Work work, Map<String, String> settings, Flaw flaw) {
        var flawed = new HashMap<>(settings);
        flawed.put(CacheWorker.FLAW, flaw.name());
        return start(name, uri, cache, work, flawed);
    }

    /** Everything that it has said, but that it is ready. */
    public List<String> lines() {
        return lines.stream().filter(line -> !line.equals(CacheWorker.READY)).toList();
    }

    /** How much it has said. */
    public int count() {
        return lines.size();
    }

    /** Lets it finish what it does. */
    public void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not end");
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw new IllegalStateException(name + " ended with " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (var in = process.inputReader()) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(CacheWorker.FAILED + "to read: " + e);
        }
    }
}
