package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.Set;

import io.ancho.scheduler.core.Lack.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whether an executor fits into what an agent offers.
 *
 * @param requirements what it needs
 * @param elsewhere the ids of agents that others are to be tried before
 * @param policy what the operator wants
 * @param now the time
 */
record Fit(Requirements requirements, Set<String> elsewhere, Policy policy, Instant now) {

	/**
	 * What is missing.
	 * @param candidate what is there
	 * @param neighbours the run's other executors
	 * @return the most basic lack, or null if it fits
	 */
	@Nullable Lack lack(Candidate candidate, Neighbours neighbours) {
		Resources wants = this.requirements.resources();
		Resources has = candidate.rest();
		if (!Resources.enough(has.cpus(), wants.cpus())) {
			return lack(Kind.CPUS, has.cpus());
		}
		if (!Resources.enough(has.memMib(), wants.memMib())) {
			return lack(Kind.MEMORY, has.memMib());
		}
		if (!Resources.enough(has.diskMib(), wants.diskMib())) {
			return lack(Kind.DISK, has.diskMib());
		}
		if (!Resources.enough(has.gpus(), wants.gpus())) {
			return lack(Kind.GPUS, has.gpus());
		}
		return candidate.ports().isEmpty() ? lack(Kind.PORTS, 0) : unsuitable(candidate, neighbours);
	}

	private @Nullable Lack unsuitable(Candidate candidate, Neighbours neighbours) {
		if (this.requirements.resources().gpus() == 0 && candidate.hasGpus() && !this.policy.gpuAgentsForAll()) {
			return lack(Kind.NO_GPUS, 0);
		}
		String unmet = neighbours.unmet(candidate.offer());
		if (!unmet.isEmpty()) {
			return new Lack(Kind.CONSTRAINT, 0, unmet, this.now);
		}
		boolean avoided = candidate.avoided() || this.elsewhere.contains(candidate.offer().agentId());
		return avoided ? lack(Kind.AVOIDED, 0) : null;
	}

	private Lack lack(Kind kind, double amount) {
		return new Lack(kind, amount, "", this.now);
	}

}
