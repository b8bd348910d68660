package io.concord.jcache.operation;

import io.concord.core.model.Tags;
import io.concord.core.model.Value;

/** What a write gives to an entry: its value, and all of its tags. */
public record Content(Value value, Tags tags) {}
