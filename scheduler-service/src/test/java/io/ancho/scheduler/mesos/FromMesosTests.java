package io.ancho.scheduler.mesos;

import java.util.Map;

import io.ancho.scheduler.core.Offer;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

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
		assertThat(read.resources().cpus()).isEqualTo(3.5);
		assertThat(read.attributes()).isEqualTo(Map.of("zone", "z1"));
	}

	private static Resource cpus(double value) {
		return Resource.newBuilder()
			.setName("cpus")
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value))
			.build();
	}

	@Test
	void updateWithoutAUuidWantsNoAcknowledgement() {
		TaskStatus.Builder status = TaskStatus.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue("t"))
			.setState(TaskState.TASK_RUNNING);
		assertThat(FromMesos.update(status.build()).uuid()).isNull();
		assertThat(FromMesos.update(status.setUuid(ByteString.copyFromUtf8("u")).build()).uuid()).isEqualTo("dQ==");
	}

}
