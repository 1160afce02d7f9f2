package io.ancho.localstack.mesos.faults;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Spoils the tasks of ACCEPT calls, so that they fail by the ways that failures take
 * anyway.
 */
final class LaunchFaults {

	private static final String NOBODY = "nosuchuser";

	private static final String NOWHERE = "http://127.0.0.1:1/none.tgz";

	private final Deque<Fault.FailLaunch.How> next = new ArrayDeque<>();

	void add(Fault.FailLaunch fault) {
		this.next.addAll(Collections.nCopies(fault.count(), fault.how()));
	}

	void forget() {
		this.next.clear();
	}

	/** The call as it reaches the master. */
	Call spoil(Call call) {
		if (this.next.isEmpty() || call.getType() != Call.Type.ACCEPT) {
			return call;
		}
		Call.Builder spoilt = call.toBuilder();
		for (Offer.Operation.Builder operation : spoilt.getAcceptBuilder().getOperationsBuilderList()) {
			if (operation.getType() == Offer.Operation.Type.LAUNCH) {
				List<TaskInfo> tasks = operation.getLaunch()
					.getTaskInfosList()
					.stream()
					.flatMap((task) -> spoil(task).stream())
					.toList();
				operation.getLaunchBuilder().clearTaskInfos().addAllTaskInfos(tasks);
			}
		}
		return spoilt.build();
	}

	private Optional<TaskInfo> spoil(TaskInfo task) {
		Fault.FailLaunch.How how = this.next.poll();
		return (how != null) ? spoil(task.toBuilder(), how) : Optional.of(task);
	}

	private static Optional<TaskInfo> spoil(TaskInfo.Builder task, Fault.FailLaunch.How how) {
		switch (how) {
			case USER -> task.getCommandBuilder().setUser(NOBODY);
			case URIS -> task.getCommandBuilder().addUrisBuilder().setValue(NOWHERE);
			case IMAGE -> task.setContainer(unobtainable());
			case INVALID -> task.clearResources();
			case EXIT -> task.getCommandBuilder().setShell(true).setValue("exit 1");
			case CONTAINER -> task.getCommandBuilder()
				.setShell(true)
				.setValue("echo 'the container cannot be set up' >&2; kill -s KILL $PPID; exec sleep 60");
			case LOST -> {
				return Optional.empty();
			}
		}
		return Optional.of(task.build());
	}

	private static ContainerInfo unobtainable() {
		return ContainerInfo.newBuilder()
			.setType(ContainerInfo.Type.MESOS)
			.setMesos(ContainerInfo.MesosInfo.newBuilder()
				.setImage(Image.newBuilder()
					.setType(Image.Type.DOCKER)
					.setDocker(Image.Docker.newBuilder().setName("no-such-image:1"))))
			.build();
	}

}
