package io.concord.cli.remote;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * What the cluster answered, with a status below 300.
 *
 * @param endpoint whose answer it is
 * @param text its body
 */
public record RemoteAnswer(URI endpoint, int status, HttpHeaders headers, String text) {
    /**
     * The body as JSON.
     *
     * @throws RemoteFailure if it is something else
     */
    public JsonStructure json() {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        } catch (JsonException e) {
            throw RemoteFailure.local(endpoint + " did not answer as Concord does; is it the right address?", e);
        }
    }
}
