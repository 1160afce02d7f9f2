package io.ancho.scheduler.core;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Looks for room in one batch of offers, for executors that need the same. What did not
 * fit is not looked at again, for there will only be less; only where executors are to be
 * evenly spread it goes round and round, from the emptiest agent on.
 */
final class Scan {

	private final List<Candidate> candidates;

	private final Fit fit;

	private final boolean around;

	private int position;

	private @Nullable Lack least;

	/**
	 * Begins a scan.
	 * @param candidates the agents, fullest first
	 * @param fit what is looked for
	 */
	Scan(List<Candidate> candidates, Fit fit) {
		this.candidates = candidates;
		this.fit = fit;
		this.around = fit.requirements().goesAround();
	}

	/** Where there is room; the same again until something was placed there. */
	@Nullable Candidate next(Neighbours neighbours) {
		int left = this.around ? this.candidates.size() : this.candidates.size() - this.position;
		for (; left > 0; left--) {
			Candidate candidate = candidate();
			if (fits(candidate, neighbours)) {
				return candidate;
			}
			advance();
		}
		return null;
	}

	private Candidate candidate() {
		return this.candidates.get(this.around ? this.candidates.size() - 1 - this.position : this.position);
	}

	private void advance() {
		this.position = this.around ? (this.position + 1) % this.candidates.size() : this.position + 1;
	}

	/** Something was placed there. */
	void placed() {
		if (this.around) {
			advance();
		}
	}

	private boolean fits(Candidate candidate, Neighbours neighbours) {
		Lack lack = this.fit.lack(candidate, neighbours);
		if (lack != null) {
			candidate.note(lack);
			this.least = (this.least == null || lack.isLessThan(this.least)) ? lack : this.least;
		}
		return lack == null;
	}

	/** Notes what the best of the offers lacked, unless better ones were seen lately. */
	void tell(Transition transition) {
		Lack now = this.least;
		Lack before = transition.lacks.get(this.fit.requirements());
		boolean worse = now == null || before != null && before.isFresh(transition.now) && before.isLessThan(now);
		if (now != null && !worse) {
			transition.lacks = transition.lacks.plus(this.fit.requirements(), now);
		}
	}

}
