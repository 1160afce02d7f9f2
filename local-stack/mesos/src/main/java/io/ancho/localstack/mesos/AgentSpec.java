package io.ancho.localstack.mesos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * What agents have, written as {@code cpus:8;mem:16384;ports:31000-32000;rack:r#40}. The
 * names of resources are cpus, mem, disk (MiB), gpus and ports; everything else is a text
 * attribute, in which {@code #40} stands for the agent's number modulo 40.
 *
 * @param parts values by name, in their order
 */
record AgentSpec(Map<String, String> parts) {

	private static final Set<String> SCALARS = Set.of("cpus", "mem", "disk", "gpus");

	private static final String PORTS = "ports";

	static AgentSpec of(String text) {
		Map<String, String> parts = new LinkedHashMap<>();
		Arrays.stream(text.split(";")).map(String::strip).filter((part) -> !part.isEmpty()).forEach((part) -> {
			String[] pair = part.split(":", 2);
			if (pair.length != 2) {
				throw new IllegalArgumentException("'" + part + "' is not of the form name:value");
			}
			parts.put(pair[0].strip(), pair[1].strip());
		});
		return new AgentSpec(parts);
	}

	/** With what another one has and this one does not name. */
	AgentSpec or(AgentSpec other) {
		Map<String, String> both = new LinkedHashMap<>(other.parts);
		both.putAll(this.parts);
		return new AgentSpec(both);
	}

	List<Resource> resources() {
		List<Resource> resources = new ArrayList<>();
		this.parts.forEach((name, value) -> {
			if (SCALARS.contains(name)) {
				resources.add(scalar(name, Double.parseDouble(value)));
			}
			else if (name.equals(PORTS)) {
				resources.add(ports(value));
			}
		});
		return resources;
	}

	private static Resource scalar(String name, double value) {
		return Resource.newBuilder()
			.setName(name)
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value))
			.build();
	}

	private static Resource ports(String range) {
		String[] ends = range.split("-");
		if (ends.length != 2) {
			throw new IllegalArgumentException("ports '" + range + "' are not of the form begin-end");
		}
		return Resource.newBuilder()
			.setName(PORTS)
			.setType(Value.Type.RANGES)
			.setRanges(Value.Ranges.newBuilder()
				.addRange(Value.Range.newBuilder()
					.setBegin(Long.parseLong(ends[0].strip()))
					.setEnd(Long.parseLong(ends[1].strip()))))
			.build();
	}

	List<Attribute> attributes(int number) {
		return this.parts.entrySet()
			.stream()
			.filter((part) -> !SCALARS.contains(part.getKey()) && !part.getKey().equals(PORTS))
			.map((part) -> Attribute.newBuilder()
				.setName(part.getKey())
				.setType(Value.Type.TEXT)
				.setText(Value.Text.newBuilder().setValue(numbered(part.getValue(), number)))
				.build())
			.toList();
	}

	private static String numbered(String value, int number) {
		int hash = value.indexOf('#');
		return (hash < 0) ? value : value.substring(0, hash) + number % Integer.parseInt(value.substring(hash + 1));
	}

}
