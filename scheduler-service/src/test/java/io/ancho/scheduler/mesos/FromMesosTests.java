package io.ancho.scheduler.mesos;

import java.util.Map;

import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FromMesosTests {

	@Test
	void reservedResourcesAreLeftAlone() {
		Protos.Offer offer = Protos.Offer.newBuilder()
			.setId(OfferID.newBuilder().setValue("o"))
			.setFrameworkId(FrameworkID.newBuilder().setValue("f"))
			.setAgentId(AgentID.newBuilder().setValue("a"))
			.setHostname("h")
			.addResources(cpus(2))
			.addResources(cpus(1.5))
			.addResources(cpus(8).toBuilder().addReservations(Resource.ReservationInfo.newBuilder().setRole("x")))
			.addAttributes(Attribute.newBuilder()
				.setName("zone")
				.setType(Value.Type.TEXT)
				.setText(Value.Text.newBuilder().setValue("z1")))
			.build();
		Offer read = FromMesos.offer(offer);
		assertThat(read.cpus()).isEqualTo(3.5);
		assertThat(read.attributes()).isEqualTo(Map.of("zone", "z1"));
	}

	private static Resource cpus(double value) {
		return Resource.newBuilder()
			.setName("cpus")
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value))
			.build();
	}

	@ParameterizedTest
	@CsvSource({ "TASK_STARTING, REASON_RECONCILIATION, STARTING", "TASK_RUNNING, REASON_RECONCILIATION, RUNNING",
			"TASK_KILLING, REASON_RECONCILIATION, RUNNING", "TASK_LOST, REASON_AGENT_REMOVED, UNREACHABLE",
			"TASK_UNREACHABLE, REASON_AGENT_REMOVED, UNREACHABLE", "TASK_FAILED, REASON_EXECUTOR_TERMINATED, ENDED",
			"TASK_DROPPED, REASON_INVALID_OFFERS, LOST", "TASK_DROPPED, REASON_EXECUTOR_TERMINATED, ENDED",
			"TASK_GONE, REASON_RECONCILIATION, LOST", "TASK_UNKNOWN, REASON_RECONCILIATION, LOST",
			"TASK_ERROR, REASON_TASK_INVALID, REFUSED" })
	void everyStateHasItsMeaning(TaskState state, Reason reason, Phase phase) {
		TaskStatus status = TaskStatus.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue("t"))
			.setState(state)
			.setReason(reason)
			.build();
		assertThat(FromMesos.update(status).phase()).isEqualTo(phase);
		assertThat(FromMesos.update(status).uuid()).isNull();
	}

}
