package io.ancho.scheduler.mesos;

import java.util.Base64;
import java.util.List;
import java.util.Objects;

import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.Refusal;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The core's effects as calls of Mesos. The framework's id is filled in when a call is
 * sent.
 */
@Component
final class Calls {

	private final MesosProperties properties;

	private final Credentials credentials;

	private final TaskInfos tasks;

	Calls(MesosProperties properties, Credentials credentials, TaskInfos tasks) {
		this.properties = properties;
		this.credentials = credentials;
		this.tasks = tasks;
	}

	Call subscribe(@Nullable String frameworkId) {
		FrameworkInfo.Builder framework = FrameworkInfo.newBuilder()
			.setUser(this.properties.user())
			.setName("ancho")
			.addRoles(this.properties.role())
			.setFailoverTimeout(this.properties.failoverTimeout().toSeconds())
			.setCheckpoint(true)
			.addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
			.addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
			.addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT))
			.addCapabilities(capability(FrameworkInfo.Capability.Type.GPU_RESOURCES));
		if (this.credentials.present()) {
			framework.setPrincipal(this.credentials.principal());
		}
		Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
		if (frameworkId != null) {
			framework.setId(FrameworkID.newBuilder().setValue(frameworkId));
			call.setFrameworkId(framework.getId());
		}
		return call.setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(framework)).build();
	}

	private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
		return FrameworkInfo.Capability.newBuilder().setType(type).build();
	}

	Call.Builder accept(Effect.Accept accept) {
		Purse purse = new Purse(accept.offer());
		Call.Accept.Builder call = Call.Accept.newBuilder()
			.addAllOfferIds(offerIds(accept.offer().ids()))
			.setFilters(filters(accept.refuse()));
		call.addOperationsBuilder()
			.setType(org.apache.mesos.v1.Protos.Offer.Operation.Type.LAUNCH)
			.getLaunchBuilder()
			.addAllTaskInfos(accept.launches().stream().map((launch) -> task(launch, purse)).toList());
		return Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(call);
	}

	private TaskInfo task(Effect.Launch launch, Purse purse) {
		return this.tasks.of(launch, purse.spend(launch.resources(), launch.executor().port()));
	}

	Call.Builder decline(Effect.Decline decline) {
		return Call.newBuilder()
			.setType(Call.Type.DECLINE)
			.setDecline(Call.Decline.newBuilder()
				.addAllOfferIds(offerIds(decline.offerIds()))
				.setFilters(filters(decline.refuse())));
	}

	Call.Builder suppress() {
		return Call.newBuilder().setType(Call.Type.SUPPRESS);
	}

	Call.Builder revive() {
		return Call.newBuilder().setType(Call.Type.REVIVE);
	}

	Call.Builder kill(Effect.Kill kill) {
		Call.Kill.Builder call = Call.Kill.newBuilder().setTaskId(taskId(kill.task().value()));
		if (kill.agentId() != null) {
			call.setAgentId(agentId(kill.agentId()));
		}
		return Call.newBuilder().setType(Call.Type.KILL).setKill(call);
	}

	Call.Builder acknowledge(Effect.Acknowledge acknowledge) {
		byte[] uuid = Base64.getDecoder().decode(Objects.requireNonNull(acknowledge.update().uuid()));
		return Call.newBuilder()
			.setType(Call.Type.ACKNOWLEDGE)
			.setAcknowledge(Call.Acknowledge.newBuilder()
				.setTaskId(taskId(acknowledge.update().task().value()))
				.setAgentId(agentId(Objects.requireNonNull(acknowledge.update().agentId())))
				.setUuid(ByteString.copyFrom(uuid)));
	}

	Call.Builder reconcile(Effect.Reconcile reconcile) {
		Call.Reconcile.Builder call = Call.Reconcile.newBuilder();
		for (Executor executor : reconcile.executors()) {
			call.addTasksBuilder().setTaskId(taskId(executor.id().value())).setAgentId(agentId(executor.agentId()));
		}
		return Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(call);
	}

	private static List<OfferID> offerIds(List<String> ids) {
		return ids.stream().map((id) -> OfferID.newBuilder().setValue(id).build()).toList();
	}

	private static Filters filters(Refusal refusal) {
		return Filters.newBuilder().setRefuseSeconds(refusal.seconds()).build();
	}

	private static TaskID taskId(String value) {
		return TaskID.newBuilder().setValue(value).build();
	}

	private static AgentID agentId(String value) {
		return AgentID.newBuilder().setValue(value).build();
	}

}
