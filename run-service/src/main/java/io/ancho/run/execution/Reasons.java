package io.ancho.run.execution;

import io.ancho.events.ChunkFailed;
import io.ancho.events.SequenceFailure;
import io.ancho.run.lifecycle.Run;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, for the model's author: what happened, to what, and what to do.
 */
final class Reasons {

	private Reasons() {
	}

	static String tooManyFailures(Run run, long failed, @Nullable SequenceFailure failure) {
		String counts = failed + " failed and max_failures is " + run.definition().maxFailures();
		if (failure == null) {
			return counts + "; correct the model, or submit with a larger max_failures";
		}
		return "sequence " + failure.sequence() + " failed with " + failure.errorType() + ": "
				+ firstLine(failure.message()) + "; " + counts + ". See it with 'ancho replay " + run.id() + " "
				+ failure.sequence() + "' and correct the model, or submit with a larger max_failures";
	}

	static String chunkFailed(Run run, long failed, ChunkFailed report) {
		return switch (report.cause()) {
			case FAILURES -> tooManyFailures(run, failed + report.failed(), report.firstFailure());
			case ENVIRONMENT -> cannot(report, "correct pip-requirements.txt and submit again");
			case MODEL ->
				cannot(report, "correct the model or the starting values; 'ancho run . --sequences 1' shows the same");
			case OUTPUTS -> cannot(report, "correct the model's outputs or the targets and submit again");
		};
	}

	private static String cannot(ChunkFailed report, String advice) {
		return firstLine(report.message()) + ". Sequences " + report.first() + " to "
				+ (report.first() + report.count() - 1) + " cannot be executed: " + advice;
	}

	private static String firstLine(String message) {
		return message.lines().findFirst().orElse("");
	}

	static String timedOut(Run run) {
		return "it ran longer than its timeout of " + run.definition().timeout()
				+ "; submit with a longer timeout, fewer sequences or more executors";
	}

	static String noSummary(String reason) {
		return "the summary cannot be made: " + reason + ". The results are stored and can be exported";
	}

}
