package io.ancho.stats.runs;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstancesTests {

	private static final URI NAME = URI.create("http://run.example:8081");

	private static InetAddress[] resolve(String name) throws UnknownHostException {
		return switch (name) {
			case "run.example" -> new InetAddress[] { InetAddress.getByAddress(name, new byte[] { 10, 0, 0, 1 }),
					InetAddress.getByAddress(name, new byte[] { 10, 0, 0, 2 }), InetAddress.getByName("::1") };
			case "single.example" -> new InetAddress[] { InetAddress.getByAddress(name, new byte[] { 10, 0, 0, 3 }) };
			default -> throw new UnknownHostException(name);
		};
	}

	private static Instances instances(String... urls) {
		return new Instances(List.of(urls).stream().map(URI::create).toList(), InstancesTests::resolve);
	}

	@Test
	void nameWithSeveralAddressesStandsForAsManyInstances() {
		assertThat(instances(NAME.toString()).inTurn()).containsExactly(URI.create("http://10.0.0.1:8081"),
				URI.create("http://10.0.0.2:8081"));
	}

	@Test
	void nameWithOneAddressOrACertificateOrNoAddressStays() {
		assertThat(instances("http://single.example:8081", "https://run.example", "http://gone.example:8081").inTurn())
			.containsExactly(URI.create("http://single.example:8081"), URI.create("https://run.example"),
					URI.create("http://gone.example:8081"));
	}

	@Test
	void whoeverAnsweredLastIsAskedFirst() {
		Instances instances = instances(NAME.toString());
		instances.answered(URI.create("http://10.0.0.2:8081"));
		assertThat(instances.inTurn()).containsExactly(URI.create("http://10.0.0.2:8081"),
				URI.create("http://10.0.0.1:8081"));
	}

}
