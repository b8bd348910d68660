package io.concord.server.http;

import io.concord.core.model.Entry;
import jakarta.json.JsonObject;
import java.util.function.Function;

/** Entries that are written one by one, a line of JSON each, so that their number costs no memory. */
record EntryStream(Iterable<Entry> entries, Function<Entry, JsonObject> json) {}
