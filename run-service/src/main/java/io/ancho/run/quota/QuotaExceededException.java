package io.ancho.run.quota;

import java.util.Map;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;

/**
 * A user asks for more than a quota lets the user have.
 */
final class QuotaExceededException extends ProblemException {

	/**
	 * A refusal.
	 * @param quota the quota
	 * @param limit the most that the user may have
	 * @param used how much the user has
	 * @param asked how much more was asked for
	 */
	QuotaExceededException(Quota quota, long limit, long used, long asked) {
		super(Problem.QUOTA_EXCEEDED,
				"quota " + quota + ": you may have " + limit + " " + quota.what() + ", have " + used + " and asked for "
						+ asked + " more, where " + Math.max(0, limit - used) + " are left; " + quota.remedy()
						+ ", or ask an operator for more",
				Map.of("quota", Map.of("name", quota.toString(), "limit", limit, "used", used, "asked", asked, "left",
						Math.max(0, limit - used))));
	}

}
