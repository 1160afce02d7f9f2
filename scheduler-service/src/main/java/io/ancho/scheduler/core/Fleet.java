package io.ancho.scheduler.core;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The executors not known to have ended, found by run, by agent and by what is unsettled
 * or unconfirmed about them. Immutable; a change costs the logarithm of their number.
 *
 * @param all the executors
 * @param runs each run's
 * @param agents each agent's
 * @param unsettled those that are not simply running
 * @param unconfirmed those of which Mesos has told nothing since the subscription
 * @param givenUp those out of reach for so long that they are replaced
 */
record Fleet(PMap<TaskId, Executor> all, PMap<RunId, Crew> runs, PMap<String, PSet<TaskId>> agents,
		PSet<TaskId> unsettled, PSet<TaskId> unconfirmed, PSet<TaskId> givenUp) {

	static final Fleet EMPTY = new Fleet(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(),
			HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());

	/**
	 * A run's executors.
	 *
	 * @param executors all of them
	 * @param counting how many count towards what the run wants
	 */
	record Crew(PMap<TaskId, Executor> executors, int counting) {

		static final Crew NONE = new Crew(HashTreePMap.empty(), 0);

	}

	static Fleet of(Collection<Executor> executors) {
		Fleet fleet = EMPTY;
		for (Executor executor : executors) {
			fleet = fleet.with(executor);
		}
		return fleet;
	}

	@Nullable Executor find(TaskId id) {
		return this.all.get(id);
	}

	Crew of(RunId run) {
		return this.runs.getOrDefault(run, Crew.NONE);
	}

	List<Executor> on(String agentId) {
		return executors(this.agents.getOrDefault(agentId, HashTreePSet.empty()));
	}

	List<Executor> doubtful() {
		return executors(this.unsettled);
	}

	List<Executor> unheardOf() {
		return executors(this.unconfirmed);
	}

	/** Nothing is known for certain any more. */
	Fleet doubted() {
		return new Fleet(this.all, this.runs, this.agents, this.unsettled, HashTreePSet.from(this.all.keySet()),
				this.givenUp);
	}

	/** Mesos has told of an executor. */
	Fleet confirmed(TaskId id) {
		return this.unconfirmed.contains(id)
				? new Fleet(this.all, this.runs, this.agents, this.unsettled, this.unconfirmed.minus(id), this.givenUp)
				: this;
	}

	private List<Executor> executors(Collection<TaskId> ids) {
		return ids.stream().map(this.all::get).toList();
	}

	/** Whether it counts towards what its run wants. */
	boolean counts(Executor executor) {
		return switch (executor.state()) {
			case LAUNCHING, RUNNING -> true;
			case UNREACHABLE -> !this.givenUp.contains(executor.id());
			case STOPPING -> false;
		};
	}

	Fleet with(Executor executor) {
		TaskId id = executor.id();
		Fleet others = without(id);
		boolean settled = executor.state() == Executor.State.RUNNING;
		boolean counts = executor.state() != Executor.State.STOPPING;
		Crew crew = others.of(executor.run());
		PSet<TaskId> neighbours = others.agents.getOrDefault(executor.agentId(), HashTreePSet.empty());
		return new Fleet(others.all.plus(id, executor),
				others.runs.plus(executor.run(),
						new Crew(crew.executors().plus(id, executor), crew.counting() + (counts ? 1 : 0))),
				others.agents.plus(executor.agentId(), neighbours.plus(id)),
				settled ? others.unsettled : others.unsettled.plus(id),
				this.unconfirmed.contains(id) ? others.unconfirmed.plus(id) : others.unconfirmed, others.givenUp);
	}

	Fleet without(TaskId id) {
		Executor executor = this.all.get(id);
		if (executor == null) {
			return this;
		}
		Crew crew = of(executor.run());
		PMap<TaskId, Executor> mates = crew.executors().minus(id);
		PSet<TaskId> neighbours = this.agents.getOrDefault(executor.agentId(), HashTreePSet.empty()).minus(id);
		return new Fleet(this.all.minus(id),
				mates.isEmpty() ? this.runs.minus(executor.run())
						: this.runs.plus(executor.run(), new Crew(mates, crew.counting() - (counts(executor) ? 1 : 0))),
				neighbours.isEmpty() ? this.agents.minus(executor.agentId())
						: this.agents.plus(executor.agentId(), neighbours),
				this.unsettled.minus(id), this.unconfirmed.minus(id), this.givenUp.minus(id));
	}

	/** An executor that is out of reach counts no longer. */
	Fleet givingUp(Executor executor) {
		Crew crew = of(executor.run());
		return counts(executor)
				? new Fleet(this.all, this.runs.plus(executor.run(), new Crew(crew.executors(), crew.counting() - 1)),
						this.agents, this.unsettled, this.unconfirmed, this.givenUp.plus(executor.id()))
				: this;
	}

}
