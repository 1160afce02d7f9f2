package io.ancho.localstack.mesos.wire;

import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Metric;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.VersionInfo;
import org.apache.mesos.v1.maintenance.Protos.ClusterStatus;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.quota.Protos.QuotaStatus;

import io.ancho.localstack.mesos.master.Snapshot;

/**
 * The answers to the questions of the operator API.
 */
final class OperatorAnswers {

	private OperatorAnswers() {
	}

	/** The answer to a question, if it is one that is known here. */
	static Optional<Response> of(Call.Type question, Snapshot snapshot) {
		Response.Builder answer = Response.newBuilder();
		switch (question) {
			case GET_HEALTH -> answer.setGetHealth(Response.GetHealth.newBuilder().setHealthy(true));
			case GET_VERSION -> answer.setGetVersion(Response.GetVersion.newBuilder()
				.setVersionInfo(VersionInfo.newBuilder().setVersion(snapshot.master().getVersion())));
			case GET_MASTER -> answer.setGetMaster(Response.GetMaster.newBuilder().setMasterInfo(snapshot.master()));
			case GET_AGENTS -> answer.setGetAgents(agents(snapshot));
			case GET_TASKS -> answer.setGetTasks(tasks(snapshot));
			case GET_FRAMEWORKS -> answer.setGetFrameworks(frameworks(snapshot));
			case GET_EXECUTORS -> answer.setGetExecutors(Response.GetExecutors.getDefaultInstance());
			case GET_STATE -> answer.setGetState(Response.GetState.newBuilder()
				.setGetTasks(tasks(snapshot))
				.setGetExecutors(Response.GetExecutors.getDefaultInstance())
				.setGetFrameworks(frameworks(snapshot))
				.setGetAgents(agents(snapshot)));
			case GET_METRICS -> answer.setGetMetrics(metrics(snapshot));
			case GET_MAINTENANCE_STATUS -> answer.setGetMaintenanceStatus(
					Response.GetMaintenanceStatus.newBuilder().setStatus(ClusterStatus.getDefaultInstance()));
			case GET_QUOTA ->
				answer.setGetQuota(Response.GetQuota.newBuilder().setStatus(QuotaStatus.getDefaultInstance()));
			default -> {
				return Optional.empty();
			}
		}
		return Optional.of(answer.setType(Response.Type.valueOf(question.name())).build());
	}

	private static Response.GetAgents agents(Snapshot snapshot) {
		Response.GetAgents.Builder agents = Response.GetAgents.newBuilder();
		for (Snapshot.AgentView agent : snapshot.agents()) {
			agents.addAgentsBuilder()
				.setAgentInfo(AgentInfo.newBuilder()
					.setId(agent.description().id())
					.setHostname(agent.description().hostname())
					.addAllResources(agent.description().resources())
					.addAllAttributes(agent.description().attributes()))
				.setActive(agent.active())
				.setVersion(snapshot.master().getVersion())
				.addAllTotalResources(agent.description().resources());
		}
		return agents.build();
	}

	private static Response.GetTasks tasks(Snapshot snapshot) {
		Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
		for (Snapshot.TaskView task : snapshot.tasks()) {
			tasks.addTasks(Task.newBuilder()
				.setName(task.info().getName())
				.setTaskId(task.info().getTaskId())
				.setFrameworkId(task.framework().getId())
				.setAgentId(task.info().getAgentId())
				.setState(task.status().getState())
				.addAllResources(task.info().getResourcesList())
				.addStatuses(task.status())
				.setLabels(task.info().getLabels()));
		}
		return tasks.build();
	}

	private static Response.GetFrameworks frameworks(Snapshot snapshot) {
		Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
		snapshot.frameworks()
			.forEach((framework) -> frameworks.addFrameworksBuilder()
				.setFrameworkInfo(framework.info())
				.setActive(framework.connected())
				.setConnected(framework.connected())
				.setRecovered(false));
		return frameworks.build();
	}

	private static Response.GetMetrics metrics(Snapshot snapshot) {
		Response.GetMetrics.Builder metrics = Response.GetMetrics.newBuilder();
		MetricsJson.of(snapshot)
			.properties()
			.forEach((metric) -> metrics
				.addMetrics(Metric.newBuilder().setName(metric.getKey()).setValue(metric.getValue().doubleValue())));
		return metrics.build();
	}

}
