package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.Map;

import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Reservation;
import io.ancho.scheduler.core.Resources;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PurseTests {

	private static final Resources EACH = new Resources(2, 1024, 512, 0);

	private static Purse purse(Reservation... reservations) {
		return new Purse(new Offer(List.of("o"), "a", "h", Map.of(), new Resources(8, 8192, 8192, 0),
				new Ports(List.of(new Ports.Range(31000, 31009))), List.of(reservations)));
	}

	private static Reservation reserved(String role, Resources resources, Ports ports) {
		return new Reservation(Reservations.mark(Resource.newBuilder()
			.setName("cpus")
			.setType(Value.Type.SCALAR)
			.addReservations(
					Resource.ReservationInfo.newBuilder().setType(Resource.ReservationInfo.Type.STATIC).setRole(role))
			.build()), resources, ports);
	}

	private static List<String> told(List<Resource> resources) {
		return resources.stream().map((resource) -> {
			String amount = resource.hasScalar() ? String.valueOf(resource.getScalar().getValue())
					: String.valueOf(resource.getRanges().getRange(0).getBegin());
			String role = resource.getReservationsList().isEmpty() ? "" : "@" + resource.getReservations(0).getRole();
			return resource.getName() + " " + amount + role;
		}).toList();
	}

	@Test
	void taskIsGivenWhatItTakesAndNothingThatItDoesNot() {
		assertThat(told(purse().spend(EACH, 31007))).containsExactly("cpus 2.0", "mem 1024.0", "disk 512.0",
				"ports 31007");
		assertThat(told(purse().spend(new Resources(0.5, 64, 0, 1), 31000))).containsExactly("cpus 0.5", "mem 64.0",
				"gpus 1.0", "ports 31000");
	}

	@Test
	void whatIsReservedIsSpentFirstAndTheRestIsAnybodys() {
		Purse purse = purse(reserved("ancho", new Resources(3, 1024, 0, 0), Ports.NONE));
		assertThat(told(purse.spend(EACH, 31000))).containsExactly("cpus 2.0@ancho", "mem 1024.0@ancho", "disk 512.0",
				"ports 31000");
		assertThat(told(purse.spend(EACH, 31001))).containsExactly("cpus 1.0@ancho", "cpus 1.0", "mem 1024.0",
				"disk 512.0", "ports 31001");
		assertThat(told(purse.spend(EACH, 31002))).containsExactly("cpus 2.0", "mem 1024.0", "disk 512.0",
				"ports 31002");
	}

	@Test
	void portIsNamedWithTheReservationThatHoldsIt() {
		Purse purse = purse(reserved("ancho", Resources.NONE, new Ports(List.of(new Ports.Range(31005, 31009)))));
		assertThat(told(purse.spend(new Resources(1, 1, 0, 0), 31004))).contains("ports 31004");
		assertThat(told(purse.spend(new Resources(1, 1, 0, 0), 31005))).contains("ports 31005@ancho");
	}

	@Test
	void differentReservationsAreToldApart() {
		Purse purse = purse(reserved("research", new Resources(1, 0, 0, 0), Ports.NONE),
				reserved("research/ancho", new Resources(0.5, 0, 0, 0), Ports.NONE));
		assertThat(told(purse.spend(new Resources(2, 32, 0, 0), 31000))).containsExactly("cpus 1.0@research",
				"cpus 0.5@research/ancho", "cpus 0.5", "mem 32.0", "ports 31000");
	}

}
