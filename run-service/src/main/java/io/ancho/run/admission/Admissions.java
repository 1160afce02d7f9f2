package io.ancho.run.admission;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.ancho.run.execution.ActiveRuns;
import io.ancho.run.execution.PoolShare;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.model.Models;
import io.ancho.run.quota.Amount;
import io.ancho.run.quota.Quota;
import io.ancho.run.quota.UserLimits;

import org.springframework.stereotype.Component;

/**
 * Holds users to their quotas when they submit runs, one submission of a user after the
 * other, so that two at once do not get more than one would.
 */
@Component
public class Admissions {

	private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

	private final UserLimits limits;

	private final ActiveRuns runs;

	private final StoredBytes stored;

	private final Models models;

	private final PoolShare pool;

	Admissions(UserLimits limits, ActiveRuns runs, StoredBytes stored, Models models, PoolShare pool) {
		this.limits = limits;
		this.runs = runs;
		this.stored = stored;
		this.models = models;
		this.pool = pool;
	}

	/**
	 * Begins a run that its owner may have.
	 * @param <T> what comes of it
	 * @param owner the user
	 * @param definition what the run is to do
	 * @param beginning begins it
	 * @return what came of it
	 * @throws io.ancho.run.problem.ProblemException if a quota does not allow it
	 */
	public <T> T admit(String owner, RunDefinition definition, Supplier<T> beginning) {
		synchronized (this.locks[Math.floorMod(owner.hashCode(), this.locks.length)]) {
			check(owner, definition);
			return beginning.get();
		}
	}

	private void check(String owner, RunDefinition definition) {
		Usage usage = Usage.of(this.runs.of(owner));
		double sequences = definition.sequences();
		this.limits.check(owner, Quota.RUNS, usage.runs(), 1);
		this.limits.check(owner, Quota.EXECUTORS, usage.executors(), Usage.executors(definition.executors()));
		this.limits.check(owner, Quota.VALUES, usage.values(), sequences);
		if (this.limits.find(owner, Quota.STORED_BYTES) != null) {
			this.limits.check(owner, Quota.STORED_BYTES, usage.bytes() + this.stored.of(owner),
					sequences * Double.BYTES);
		}
	}

	/**
	 * What a user has of each quota.
	 * @param owner the user
	 * @return limit, used and left
	 */
	Map<Quota, Amount> usage(String owner) {
		Usage usage = Usage.of(this.runs.of(owner));
		Map<Quota, Amount> amounts = new EnumMap<>(Quota.class);
		for (Quota quota : Quota.values()) {
			double used = switch (quota) {
				case RUNS -> usage.runs();
				case VALUES -> usage.values();
				case SLOTS -> this.pool.inFlight(owner);
				case EXECUTORS -> usage.executors();
				case STORED_BYTES -> usage.bytes() + this.stored.of(owner);
				case MODEL_BYTES -> this.models.bytes(owner);
			};
			amounts.put(quota, new Amount(this.limits.find(owner, quota), used));
		}
		return amounts;
	}

}
