package io.ancho.run.execution;

import io.ancho.events.ChunkFailed;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.SequenceFailure;
import io.ancho.run.lifecycle.Run;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, for the model's author: what happened, to what, and what to do.
 */
final class Reasons {

	private static final int MAX_LINE = 2000;

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
			case MODEL -> cannot(report, "correct the model or the starting values; the same is shown by: "
					+ LocalCommand.of(run.definition(), 1));
			case OUTPUTS -> cannot(report, "correct the model's outputs or the targets; the same is shown by: "
					+ LocalCommand.withTargets(run.definition(), report.first() + report.count()));
			case STORAGE -> cannot(report, "correct what the model returns and submit again");
			case UNEXPECTED -> cannot(report,
					"it was tried " + Impediments.ENOUGH + " times; the executors' logs say more to an operator");
		};
	}

	private static String cannot(ChunkFailed report, String advice) {
		return firstLine(report.message()) + ". Sequences " + report.first() + " to "
				+ (report.first() + report.count() - 1) + " cannot be executed: " + advice;
	}

	static String firstLine(String message) {
		String line = message.lines().findFirst().orElse("");
		return (line.length() <= MAX_LINE) ? line
				: line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MAX_LINE) - 1)) + "…";
	}

	static String deadLetter(String reason) {
		return "something of this run cannot be processed, and lies among the dead letters: " + firstLine(reason)
				+ ". Submit it again; if that ends the same, an operator finds more in ancho.dead-letters";
	}

	static String waitsForTurn() {
		return "it waits for its turn: the pool is full of others' chunks, or of as many as you may have there";
	}

	static String cannotGoOn() {
		return "it cannot go on, and not because something is down: the log of run-service says more to an operator";
	}

	static String cannotLaunch(ExecutorsChanged.Trouble trouble) {
		String said = trouble.message().isEmpty() ? "it ended" : firstLine(trouble.message());
		String why = trouble.state() + ((trouble.reason() != null) ? ", " + trouble.reason() : "");
		String log = trouble.log().isEmpty() ? ""
				: ". Its log ends: " + firstLine(trouble.log().get(trouble.log().size() - 1));
		return "its executors cannot be launched: " + trouble.attempts() + " attempts in a row have failed since "
				+ trouble.since() + ", the latest on " + trouble.agent() + ": " + said + " (" + why + ")" + log
				+ ". Correct what it asks for its executors"
				+ ((trouble.advice() != null) ? " (" + trouble.advice() + ")" : "") + " and submit it again";
	}

	static String timedOut(Run run) {
		return "it ran longer than its timeout of " + run.definition().timeout()
				+ "; submit with a longer timeout, fewer sequences or more executors";
	}

	static String noSummary(String reason) {
		return "the summary cannot be made: " + reason + ". The results are stored and can be exported";
	}

}
