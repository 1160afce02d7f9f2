package io.ancho.localstack.mesos.master;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * Amounts of resources: scalars by name, in thousandths as Mesos counts them, and ports.
 *
 * @param scalars thousandths of cpus, MiB of mem and disk …; none is zero
 * @param ports the ports
 */
record Quantities(Map<String, Long> scalars, PortSet ports) {

	static final Quantities NONE = new Quantities(Map.of(), PortSet.NONE);

	static Quantities of(List<Resource> resources) {
		Quantities sum = NONE;
		for (Resource resource : resources) {
			sum = sum.plus(of(resource));
		}
		return sum;
	}

	private static Quantities of(Resource resource) {
		if (resource.getType() == Value.Type.RANGES) {
			return new Quantities(Map.of(), PortSet.of(resource.getRanges()));
		}
		return NONE.with(resource.getName(), Math.round(resource.getScalar().getValue() * 1000));
	}

	static Quantities of(double cpus, double memMib, double diskMib, PortSet ports) {
		return new Quantities(Map.of(), ports).with("cpus", Math.round(cpus * 1000))
			.with("mem", Math.round(memMib * 1000))
			.with("disk", Math.round(diskMib * 1000));
	}

	private Quantities with(String name, long thousandths) {
		Map<String, Long> sum = new TreeMap<>(this.scalars);
		sum.merge(name, thousandths, Long::sum);
		sum.values().removeIf((value) -> value == 0);
		return new Quantities(sum, this.ports);
	}

	Quantities plus(Quantities other) {
		Quantities sum = new Quantities(this.scalars, this.ports.plus(other.ports));
		for (Map.Entry<String, Long> scalar : other.scalars.entrySet()) {
			sum = sum.with(scalar.getKey(), scalar.getValue());
		}
		return sum;
	}

	Quantities minus(Quantities other) {
		Quantities difference = new Quantities(this.scalars, this.ports.minus(other.ports));
		for (Map.Entry<String, Long> scalar : other.scalars.entrySet()) {
			difference = difference.with(scalar.getKey(), -scalar.getValue());
		}
		return difference;
	}

	boolean contains(Quantities other) {
		return this.ports.containsAll(other.ports) && other.scalars.entrySet()
			.stream()
			.allMatch((scalar) -> thousandths(scalar.getKey()) >= scalar.getValue());
	}

	/** Whether it is worth offering: Mesos asks for 0.01 cpu or 32 MiB. */
	boolean offerable() {
		return thousandths("cpus") >= 10 || thousandths("mem") >= 32_000;
	}

	long thousandths(String name) {
		return this.scalars.getOrDefault(name, 0L);
	}

	double scalar(String name) {
		return thousandths(name) / 1000.0;
	}

	List<Resource> toResources(String role) {
		List<Resource> resources = new ArrayList<>();
		Resource.AllocationInfo allocation = Resource.AllocationInfo.newBuilder().setRole(role).build();
		if (!this.ports.isEmpty()) {
			resources.add(Resource.newBuilder()
				.setName("ports")
				.setType(Value.Type.RANGES)
				.setRanges(this.ports.toRanges())
				.setRole("*")
				.setAllocationInfo(allocation)
				.build());
		}
		for (String name : this.scalars.keySet()) {
			resources.add(Resource.newBuilder()
				.setName(name)
				.setType(Value.Type.SCALAR)
				.setScalar(Value.Scalar.newBuilder().setValue(scalar(name)))
				.setRole("*")
				.setAllocationInfo(allocation)
				.build());
		}
		return resources;
	}

	/** As Mesos's messages print it, such as {@code cpus(allocated: *):0.1}. */
	String describe(String role) {
		List<String> parts = new ArrayList<>();
		if (!this.ports.isEmpty()) {
			parts.add("ports(allocated: " + role + "):" + this.ports);
		}
		this.scalars.forEach((name, value) -> parts.add(name + "(allocated: " + role + "):" + decimal(value)));
		return parts.stream().collect(Collectors.joining("; "));
	}

	private static String decimal(long thousandths) {
		return String.format(Locale.ROOT, "%s",
				BigDecimal.valueOf(thousandths)
					.divide(BigDecimal.valueOf(1000), 3, RoundingMode.UNNECESSARY)
					.stripTrailingZeros()
					.toPlainString());
	}

}
