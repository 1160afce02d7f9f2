package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.Map;

import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Reservation;
import io.ancho.scheduler.core.Resources;
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
	void offerIsAllThatMayBeUsedAndSaysWhatIsReserved() {
		Resource reserved = reserved(cpus(8));
		Protos.Offer offer = Protos.Offer.newBuilder()
			.setId(OfferID.newBuilder().setValue("o"))
			.setFrameworkId(FrameworkID.newBuilder().setValue("f"))
			.setAgentId(AgentID.newBuilder().setValue("a"))
			.setHostname("h")
			.addResources(cpus(2))
			.addResources(cpus(1.5))
			.addResources(reserved)
			.addResources(cpus(16).toBuilder().setRevocable(Resource.RevocableInfo.getDefaultInstance()))
			.addAttributes(Attribute.newBuilder()
				.setName("zone")
				.setType(Value.Type.TEXT)
				.setText(Value.Text.newBuilder().setValue("z1")))
			.build();
		Offer read = FromMesos.offer(offer, ExecutorPorts.parse(""));
		assertThat(read.resources().cpus()).isEqualTo(11.5);
		assertThat(read.reservations()).containsExactly(
				new Reservation(Reservations.mark(reserved), new Resources(8, 0, 0, 0), new Ports(List.of())));
		assertThat(read.attributes()).isEqualTo(Map.of("zone", "z1"));
	}

	@Test
	void portsOfAnchosServicesAreNotForExecutors() {
		Protos.Offer offer = Protos.Offer.newBuilder()
			.setId(OfferID.newBuilder().setValue("o"))
			.setFrameworkId(FrameworkID.newBuilder().setValue("f"))
			.setAgentId(AgentID.newBuilder().setValue("a"))
			.setHostname("h")
			.addResources(ports(8080, 8084, 31000, 32000))
			.addResources(reserved(ports(8000, 9000)))
			.build();
		Offer read = FromMesos.offer(offer, ExecutorPorts.parse(""));
		assertThat(read.ports().ranges()).containsExactly(new Ports.Range(31000, 32000), new Ports.Range(8000, 8079),
				new Ports.Range(8085, 9000));
		assertThat(read.reservations()).singleElement()
			.extracting((reservation) -> reservation.ports().ranges().get(0))
			.isEqualTo(new Ports.Range(8000, 8079));
	}

	private static Resource ports(int... bounds) {
		Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
		for (int i = 0; i < bounds.length; i += 2) {
			ranges.addRange(Value.Range.newBuilder().setBegin(bounds[i]).setEnd(bounds[i + 1]));
		}
		return Resource.newBuilder().setName("ports").setType(Value.Type.RANGES).setRanges(ranges).build();
	}

	private static Resource reserved(Resource resource) {
		return resource.toBuilder()
			.addReservations(Resource.ReservationInfo.newBuilder()
				.setType(Resource.ReservationInfo.Type.STATIC)
				.setRole("ancho"))
			.build();
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
