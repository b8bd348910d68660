package io.concord.server.ops;

import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with this node's secret for tokens, if anything is. */
@FunctionalInterface
public interface TokenAlarm extends Supplier<Optional<String>> {}
