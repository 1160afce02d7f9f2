package io.ancho.worker.python;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in one sentence why an executor does not start.
 */
final class NoWallFailureAnalyzer extends AbstractFailureAnalyzer<NoWallException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoWallException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
	}

}
