package io.ancho.scheduler.mesos;

import java.util.Base64;
import java.util.List;

import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * How resources are reserved, as a text that the core can keep and hand back: the same
 * for the same reservations.
 */
final class Reservations {

	private Reservations() {
	}

	static String mark(Resource resource) {
		Resource bare = Resource.newBuilder()
			.setName("")
			.setType(Value.Type.SCALAR)
			.addAllReservations(resource.getReservationsList())
			.build();
		return Base64.getEncoder().encodeToString(bare.toByteArray());
	}

	static List<ReservationInfo> read(String mark) {
		try {
			return Resource.parseFrom(Base64.getDecoder().decode(mark)).getReservationsList();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException("not a reservation's mark: " + mark, ex);
		}
	}

}
