package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * The master: every scheduler call, and what happens by itself as time passes. Not
 * thread-safe: everything is called from one thread.
 */
public final class Master {

	private static final System.Logger logger = System.getLogger(Master.class.getName());

	private final MasterInfo info;

	private final Frameworks frameworks = new Frameworks();

	private final Nodes nodes;

	private final Offers offers;

	private final Membership membership;

	private final Calls calls;

	private final Startup startup;

	private boolean agentsExpected = true;

	private int nextFramework;

	/**
	 * A master that knows nothing yet but the names of its agents.
	 * @param settings who it is
	 * @param agents the agents, which register when it is time
	 * @param startup when it serves and when the agents register
	 */
	public Master(MasterSettings settings, Collection<Agent> agents, Startup startup) {
		this.info = settings.info();
		this.startup = startup;
		this.nodes = new Nodes(agents, startup.serves());
		this.offers = new Offers(this.info.getId(), settings.address(), this.frameworks, this.nodes);
		this.membership = new Membership(settings.pingTimeout(), this.nodes, this.frameworks, this.offers);
		this.calls = new Calls(this.nodes, this.offers);
	}

	/**
	 * Why nobody is served now.
	 * @param now the time
	 * @return the answer to every call, or empty if calls are served
	 */
	public Optional<Reply> unavailable(Instant now) {
		return now.isBefore(this.startup.serves()) ? Optional.of(new Reply(503, "Master has not finished recovery"))
				: Optional.empty();
	}

	/** What people and accidents do to the cluster. */
	public Operator operator() {
		return new Operator(this.info, this.frameworks, this.nodes, this.membership, this.offers);
	}

	/**
	 * SUBSCRIBE. A refusal goes to the stream as an ERROR event.
	 * @param call the call
	 * @param streamId the new stream's id
	 * @param sink the new stream
	 * @param now the time
	 */
	public void subscribe(Call.Subscribe call, String streamId, EventSink sink, Instant now) {
		Optional<String> error = this.frameworks.removed(call.getFrameworkInfo().getId())
				? Optional.of("Framework has been removed") : FrameworkValidation.error(call.getFrameworkInfo());
		if (error.isPresent()) {
			sink.send(Events.error(error.get()));
			sink.end();
			return;
		}
		FrameworkInfo info = withId(call.getFrameworkInfo());
		Framework framework = this.frameworks.learn(info, now);
		takeOver(framework, new Framework(info, now));
		framework.connect(info, Set.copyOf(call.getSuppressedRolesList()), streamId, sink);
		sink.send(Events.subscribed(info.getId(), this.info));
		framework.heartbeat(now);
		this.nodes.all().forEach((node) -> node.agent().resend(info.getId()));
		this.offers.wanted();
		this.offers.allocate(now);
		logger.log(System.Logger.Level.INFO, "Subscribed framework {0} ({1})", info.getId().getValue(), info.getName());
	}

	private void takeOver(Framework framework, Framework successor) {
		this.offers.rescindForeign(framework, successor.roles());
		framework.sink().ifPresent((old) -> {
			old.send(Events.error("Framework failed over"));
			old.end();
		});
		this.offers.withdraw(framework);
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
		Optional<Framework> framework = this.frameworks.get(call.getFrameworkId());
		Optional<Reply> refusal = refusal(framework, streamId);
		if (refusal.isPresent()) {
			return refusal.get();
		}
		return handle(framework.orElseThrow(), call, now);
	}

	private static Optional<Reply> refusal(Optional<Framework> framework, @Nullable String streamId) {
		if (framework.isEmpty()) {
			return Optional.of(Reply.badRequest("Framework cannot be found"));
		}
		if (!framework.get().connected()) {
			return Optional.of(Reply.forbidden("Framework is not subscribed"));
		}
		if (streamId == null) {
			return Optional.of(Reply.badRequest("All non-subscribe calls should include the 'Mesos-Stream-Id' header"));
		}
		return framework.get().speaks(streamId) ? Optional.empty()
				: Optional.of(Reply
					.badRequest("The stream ID '" + streamId + "' included in this request didn't match the stream"
							+ " ID currently associated with framework ID " + framework.get().id().getValue()));
	}

	private Reply handle(Framework framework, Call call, Instant now) {
		if (call.getType() == Call.Type.TEARDOWN) {
			remove(framework);
			return Reply.ACCEPTED;
		}
		Reply reply = this.calls.handle(framework, call, now);
		Calls.concerned(call)
			.flatMap((task) -> this.nodes.of(new TaskKey(framework.id(), task)).stream())
			.distinct()
			.forEach((node) -> tick(node, now));
		return reply;
	}

	/**
	 * A stream's reader has gone.
	 * @param streamId the stream's id
	 * @param now the time
	 */
	public void disconnected(String streamId, Instant now) {
		this.frameworks.all().stream().filter((f) -> f.speaks(streamId)).forEach((framework) -> {
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
		if (this.agentsExpected && !now.isBefore(this.startup.agentsRegister())) {
			this.agentsExpected = false;
			this.nodes.all().forEach((node) -> this.membership.register(node, now));
		}
		this.nodes.all().forEach((node) -> tick(node, now));
		this.membership.tick(now);
		this.frameworks.all().forEach((framework) -> framework.heartbeat(now));
		this.frameworks.all().stream().filter((f) -> f.expired(now)).forEach(this::remove);
		this.offers.allocate(now);
	}

	/** Lets an agent's news through, if it is in touch. */
	private void tick(Node node, Instant now) {
		if (node.agent().dormant()) {
			return;
		}
		if (node.state() != Node.State.REGISTERED) {
			node.agent().bury(now);
		}
		else if (node.agent().tick(now, this::update)) {
			this.offers.changed(node);
		}
	}

	private void update(FrameworkID framework, TaskStatus status) {
		this.frameworks.get(framework).ifPresent((f) -> f.send(Events.update(status)));
	}

	private void remove(Framework framework) {
		logger.log(System.Logger.Level.INFO, "Removing framework {0}", framework.id().getValue());
		this.frameworks.remove(framework.id());
		this.offers.withdraw(framework);
		framework.sink().ifPresent(EventSink::end);
		for (Node node : this.nodes.all()) {
			if (node.agent().abandon((task) -> task.key().framework().equals(framework.id()))) {
				this.offers.changed(node);
			}
		}
	}

}
