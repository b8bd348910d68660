package io.concord.spring.boot;

import io.concord.jcache.api.InvalidSettingsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A start that failed because the client cannot be opened with its settings. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingsException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingsException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Correct the settings that are named, in the properties of the application, in the environment, or in"
                        + " concord.properties on the class path.",
                cause);
    }
}
