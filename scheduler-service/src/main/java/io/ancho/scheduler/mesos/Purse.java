package io.ancho.scheduler.mesos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Reservation;
import io.ancho.scheduler.core.Resources;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * What accepted offers hold, spent on one task after the other: first what is reserved
 * for this framework's role, then what is anybody's. Mesos has to be told which is which.
 */
final class Purse {

	/** Mesos counts in thousandths. */
	private static final double PRECISION = 1000;

	private final List<Lot> lots = new ArrayList<>();

	/** The tasks are known to fit: what is not reserved is anybody's. */
	Purse(Offer offer) {
		offer.reservations().forEach((reservation) -> this.lots.add(Lot.of(reservation)));
		this.lots.add(Lot.ANYBODYS);
	}

	/**
	 * Resources that are reserved in the same way.
	 *
	 * @param reservations how; none for those that are not
	 * @param left what has not been spent, by the resource's name; empty if that does not
	 * matter
	 * @param ports the ports among them
	 */
	private record Lot(List<ReservationInfo> reservations, Map<String, Double> left, Ports ports) {

		static final Lot ANYBODYS = new Lot(List.of(), Map.of(), Ports.NONE);

		static Lot of(Reservation reservation) {
			Resources resources = reservation.resources();
			return new Lot(
					Reservations.read(reservation.mark()), new HashMap<>(Map.of("cpus", resources.cpus(), "mem",
							resources.memMib(), "disk", resources.diskMib(), "gpus", resources.gpus())),
					reservation.ports());
		}

		boolean isAnybodys() {
			return this.reservations.isEmpty();
		}

		boolean holds(int port) {
			return isAnybodys()
					|| this.ports.ranges().stream().anyMatch((range) -> range.begin() <= port && port <= range.end());
		}

		/** Spends as much as there is, at most so much. */
		double spend(String name, double most) {
			if (isAnybodys()) {
				return most;
			}
			double part = Math.min(most, this.left.getOrDefault(name, 0.0));
			this.left.merge(name, -part, Double::sum);
			return part;
		}

	}

	/**
	 * Spends what a task takes.
	 * @param wanted how much
	 * @param port its port
	 * @return the task's resources
	 */
	List<Resource> spend(Resources wanted, int port) {
		List<Resource> spent = new ArrayList<>();
		spend("cpus", wanted.cpus(), spent);
		spend("mem", wanted.memMib(), spent);
		spend("disk", wanted.diskMib(), spent);
		spend("gpus", wanted.gpus(), spent);
		Lot lot = this.lots.stream().filter((one) -> one.holds(port)).findFirst().orElse(Lot.ANYBODYS);
		spent.add(port(port).addAllReservations(lot.reservations()).build());
		return spent;
	}

	private void spend(String name, double amount, List<Resource> spent) {
		double due = amount;
		for (Lot lot : this.lots) {
			double part = Math.rint(PRECISION * lot.spend(name, due)) / PRECISION;
			due -= part;
			if (part > 0) {
				spent.add(scalar(name, part).addAllReservations(lot.reservations()).build());
			}
		}
	}

	private static Resource.Builder scalar(String name, double value) {
		return Resource.newBuilder()
			.setName(name)
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value));
	}

	private static Resource.Builder port(int port) {
		return Resource.newBuilder()
			.setName("ports")
			.setType(Value.Type.RANGES)
			.setRanges(Value.Ranges.newBuilder().addRange(Value.Range.newBuilder().setBegin(port).setEnd(port)));
	}

}
