package io.concord.cli.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stands in for Open Liberty: answers {@code /health/ready} as {@code FAKE_*} variables say. It leaves the environment
 * that it was given in its output directory, and some data in its data directory.
 */
public final class FakeServer {
    private FakeServer() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        Files.writeString(Path.of(environment.get("WLP_OUTPUT_DIR"), "environment"), environment.toString());
        System.out.println("[AUDIT   ] CWWKE0001I: The server " + String.join(" ", arguments) + " has been launched.");
        if (environment.containsKey("FAKE_EXIT")) {
            System.out.println("[ERROR   ] CWWKZ0002E: concord.log.sync is 'maybe'; it must be 'always'");
            System.exit(Integer.parseInt(environment.get("FAKE_EXIT")));
        }
        Files.writeString(Path.of(environment.get("CONCORD_DATA_DIR"), "log"), "entry");
        serve(Integer.parseInt(environment.get("CONCORD_HTTP_PORT")), environment.getOrDefault("FAKE_HEALTH", ""));
    }

    /** With {@code down} not empty the server is never ready. */
    private static void serve(int port, String down) throws IOException {
        byte[] body = (down.isEmpty() ? "{\"status\":\"UP\",\"checks\":[]}" : down).getBytes(StandardCharsets.UTF_8);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(down.isEmpty() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
