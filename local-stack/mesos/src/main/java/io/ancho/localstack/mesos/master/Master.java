package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.Task;
import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * The master: every scheduler call, and what happens by itself as time passes. Not
 * thread-safe: everything is called from one thread.
 */
public final class Master {

	private static final System.Logger logger = System.getLogger(Master.class.getName());

	private final MasterInfo info;

	private final Agent agent;

	private final Offers offers;

	private final Launches launches;

	private final Reconciliation reconciliation;

	private final Map<FrameworkID, Framework> frameworks = new LinkedHashMap<>();

	private final Set<FrameworkID> removed = new HashSet<>();

	private int nextFramework;

	/**
	 * A master that knows the frameworks of the agent's tasks.
	 * @param settings who it is and what it has
	 * @param agent its only agent
	 * @param now the time
	 */
	public Master(MasterSettings settings, Agent agent, Instant now) {
		this.info = settings.info();
		this.agent = agent;
		this.offers = new Offers(this.info.getId(), settings.address(), settings.agent(), settings.total(), this::used);
		this.launches = new Launches(this.offers, agent);
		this.reconciliation = new Reconciliation(agent, settings.agent().id());
		for (Task task : agent.tasks()) {
			this.frameworks.putIfAbsent(task.key().framework(), new Framework(task.framework(), now));
		}
	}

	/**
	 * SUBSCRIBE. A refusal goes to the stream as an ERROR event.
	 * @param call the call
	 * @param streamId the new stream's id
	 * @param sink the new stream
	 * @param now the time
	 */
	public void subscribe(Call.Subscribe call, String streamId, EventSink sink, Instant now) {
		Optional<String> error = this.removed.contains(call.getFrameworkInfo().getId())
				? Optional.of("Framework has been removed") : FrameworkValidation.error(call.getFrameworkInfo());
		if (error.isPresent()) {
			sink.send(Events.error(error.get()));
			sink.end();
			return;
		}
		FrameworkInfo info = withId(call.getFrameworkInfo());
		Framework framework = this.frameworks.computeIfAbsent(info.getId(), (id) -> new Framework(info, now));
		this.offers.rescindForeign(framework, new Framework(info, now).roles());
		framework.sink().ifPresent((old) -> {
			old.send(Events.error("Framework failed over"));
			old.end();
		});
		this.offers.withdraw(framework);
		framework.connect(info, Set.copyOf(call.getSuppressedRolesList()), streamId, sink);
		sink.send(Events.subscribed(info.getId(), this.info));
		framework.heartbeat(now);
		this.agent.resend(info.getId());
		allocate(now);
		logger.log(System.Logger.Level.INFO, "Subscribed framework {0} ({1})", info.getId().getValue(), info.getName());
	}

	private FrameworkInfo withId(FrameworkInfo info) {
		if (info.hasId() && !info.getId().getValue().isEmpty()) {
			return info;
		}
		String id = String.format("%s-%04d", this.info.getId(), this.nextFramework++);
		return info.toBuilder().setId(FrameworkID.newBuilder().setValue(id)).build();
	}

	/**
	 * Any other call.
	 * @param call a valid call
	 * @param streamId the stream's id it came with
	 * @param now the time
	 * @return the answer
	 */
	public Reply handle(Call call, @Nullable String streamId, Instant now) {
		Framework framework = this.frameworks.get(call.getFrameworkId());
		if (framework == null) {
			return Reply.badRequest("Framework cannot be found");
		}
		if (!framework.connected()) {
			return Reply.forbidden("Framework is not subscribed");
		}
		if (streamId == null) {
			return Reply.badRequest("All non-subscribe calls should include the 'Mesos-Stream-Id' header");
		}
		if (!framework.speaks(streamId)) {
			return Reply.badRequest("The stream ID '" + streamId + "' included in this request didn't match the stream"
					+ " ID currently associated with framework ID " + framework.id().getValue());
		}
		return handle(framework, call, now);
	}

	private Reply handle(Framework framework, Call call, Instant now) {
		switch (call.getType()) {
			case TEARDOWN -> remove(framework);
			case ACCEPT -> this.launches.accept(framework, call.getAccept(), now);
			case DECLINE -> this.launches.decline(framework, call.getDecline(), now);
			case SUPPRESS -> framework.suppress(call.getSuppress().getRolesList());
			case REVIVE -> {
				framework.revive(call.getRevive().getRolesList());
				allocate(now);
			}
			case KILL -> this.reconciliation.kill(framework, call.getKill());
			case RECONCILE -> this.reconciliation.reconcile(framework, call.getReconcile());
			case ACKNOWLEDGE -> this.agent.acknowledge(new TaskKey(framework.id(), call.getAcknowledge().getTaskId()),
					call.getAcknowledge().getUuid());
			default -> {
				return new Reply(501, call.getType() + " is not implemented by this stand-in for Mesos");
			}
		}
		this.agent.tick(now, this::update);
		return Reply.ACCEPTED;
	}

	/**
	 * A stream's reader has gone.
	 * @param streamId the stream's id
	 * @param now the time
	 */
	public void disconnected(String streamId, Instant now) {
		this.frameworks.values().stream().filter((f) -> f.speaks(streamId)).forEach((framework) -> {
			logger.log(System.Logger.Level.INFO, "Framework {0} has disconnected", framework.id().getValue());
			framework.disconnect(now);
			this.offers.withdraw(framework);
		});
	}

	/**
	 * Lets time pass: to be called several times a second.
	 * @param now the time
	 */
	public void tick(Instant now) {
		this.agent.tick(now, this::update);
		this.removed.forEach(this.agent::forgetEnded);
		this.frameworks.values().forEach((framework) -> framework.heartbeat(now));
		List.copyOf(this.frameworks.values()).stream().filter((f) -> f.expired(now)).forEach(this::remove);
		allocate(now);
	}

	private void update(FrameworkID framework, TaskStatus status) {
		Optional.ofNullable(this.frameworks.get(framework))
			.flatMap(Framework::sink)
			.ifPresent((sink) -> sink.send(Events.update(status)));
	}

	private void allocate(Instant now) {
		this.offers.allocate(new ArrayList<>(this.frameworks.values()), now);
	}

	private void remove(Framework framework) {
		logger.log(System.Logger.Level.INFO, "Removing framework {0}", framework.id().getValue());
		this.frameworks.remove(framework.id());
		this.removed.add(framework.id());
		this.offers.withdraw(framework);
		framework.sink().ifPresent(EventSink::end);
		this.agent.abandon(framework.id());
	}

	private Map<FrameworkID, Quantities> used() {
		Map<FrameworkID, Quantities> used = new HashMap<>();
		this.agent.tasks()
			.stream()
			.filter((task) -> !task.isOver())
			.forEach((task) -> used.merge(task.key().framework(), Quantities.of(task.info().getResourcesList()),
					Quantities::plus));
		return used;
	}

	/**
	 * What is known, for people.
	 * @return frameworks and tasks
	 */
	public Snapshot snapshot() {
		return new Snapshot(this.info,
				this.frameworks.values()
					.stream()
					.map((f) -> new Snapshot.FrameworkView(f.info(), f.connected()))
					.toList(),
				this.agent.tasks().stream().map(Snapshot.TaskView::of).toList());
	}

}
