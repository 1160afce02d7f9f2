package io.ancho.scheduler.mesos;

import java.util.List;

import io.ancho.scheduler.core.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExecutorPortsTests {

	private static final Ports OFFERED = new Ports(List.of(new Ports.Range(8080, 8084), new Ports.Range(31000, 32000)));

	@Test
	void servicesPortsAreNeverTaken() {
		assertThat(ExecutorPorts.parse("").of(OFFERED).ranges()).containsExactly(new Ports.Range(31000, 32000));
	}

	@Test
	void configuredRangesAreTakenAndNothingElse() {
		assertThat(ExecutorPorts.parse("31500-40000, 31001").of(OFFERED).ranges())
			.containsExactly(new Ports.Range(31500, 32000), new Ports.Range(31001, 31001));
		assertThat(ExecutorPorts.parse("40000-50000").of(OFFERED).ranges()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
			31000-; '31000-' is no port or range of ports, such as 31000-32000
			1,,2; '' is no port or range of ports, such as 31000-32000
			32000-31000; '32000-31000' is no range of ports from 1 to 65535
			70000; '70000' is no range of ports from 1 to 65535
			8000-9000; '8000-9000' has ports of Ancho's services, 8080 to 8084: leave those out
			""")
	void whatCannotBeIsRefusedByItsName(String text, String why) {
		assertThatIllegalArgumentException().isThrownBy(() -> ExecutorPorts.parse(text))
			.withMessage("ANCHO_EXECUTOR_PORTS: " + why);
	}

}
