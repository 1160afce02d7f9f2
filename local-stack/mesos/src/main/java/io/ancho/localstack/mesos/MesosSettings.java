package io.ancho.localstack.mesos;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;

/**
 * What the environment sets.
 *
 * @param port {@code MESOS_PORT}: where to listen, on 127.0.0.1 only; 0 takes any free
 * port
 * @param work {@code MESOS_WORK_DIR}: what must outlive a restart
 * @param cpus {@code MESOS_CPUS}: cores to offer
 * @param memMib {@code MESOS_MEM_MIB}: memory to offer
 * @param firstPort the first port to offer, of {@code MESOS_PORTS}
 * @param lastPort the last one
 * @param attributes {@code MESOS_ATTRIBUTES}, such as {@code rack:r1;zone:z1}
 */
record MesosSettings(int port, Path work, double cpus, double memMib, int firstPort, int lastPort,
		List<Attribute> attributes) {

	static MesosSettings of(Map<String, String> environment) {
		String[] ports = environment.getOrDefault("MESOS_PORTS", "31000-32000").split("-");
		if (ports.length != 2) {
			throw new IllegalArgumentException("MESOS_PORTS is not of the form begin-end");
		}
		return new MesosSettings(Integer.parseInt(environment.getOrDefault("MESOS_PORT", "5050")), work(environment),
				Double.parseDouble(environment.getOrDefault("MESOS_CPUS",
						Integer.toString(Runtime.getRuntime().availableProcessors()))),
				Double.parseDouble(environment.getOrDefault("MESOS_MEM_MIB", Long.toString(memory()))),
				Integer.parseInt(ports[0].strip()), Integer.parseInt(ports[1].strip()),
				attributes(environment.getOrDefault("MESOS_ATTRIBUTES", "")));
	}

	private static Path work(Map<String, String> environment) {
		String work = environment.get("MESOS_WORK_DIR");
		String home = environment.getOrDefault("ANCHO_HOME", System.getProperty("user.home") + "/.ancho");
		return ((work != null) ? Path.of(work) : Path.of(home, "mesos")).toAbsolutePath();
	}

	private static long memory() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return system.getTotalMemorySize() / (1024 * 1024);
	}

	private static List<Attribute> attributes(String text) {
		return Arrays.stream(text.split(";"))
			.filter((attribute) -> attribute.contains(":"))
			.map((attribute) -> attribute.split(":", 2))
			.map((pair) -> Attribute.newBuilder()
				.setName(pair[0].strip())
				.setType(Value.Type.TEXT)
				.setText(Value.Text.newBuilder().setValue(pair[1].strip()))
				.build())
			.toList();
	}

}
