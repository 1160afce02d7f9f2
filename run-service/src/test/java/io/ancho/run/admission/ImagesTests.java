package io.ancho.run.admission;

import java.util.List;

import io.ancho.run.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ImagesTests {

	private final Images images = new Images(
			new ImageProperties(List.of("registry.my.net/sim/*", "ancho/worker-service:0.1.0")));

	@ParameterizedTest
	@ValueSource(strings = { "registry.my.net/sim/finance:2.1", "registry.my.net/sim/x@sha256:00",
			"ancho/worker-service:0.1.0" })
	void whatFitsAPatternMayBeNamed(String image) {
		this.images.check(image);
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry.my.net/sim/deep/finance", "registryxmy.net/sim/finance", "evil/x",
			"evil/registry.my.net/sim/x", "ancho/worker-service:0.1.0x", "registry.my.net/sim/x\nevil/x", "" })
	void nothingElseMay(String image) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.images.check(image))
			.withMessageContainingAll("executors.image", "registry.my.net/sim/*", "ANCHO_IMAGES_ALLOWED");
	}

	@Test
	void whoNamesNoneHasTheSuitesOwnAlways() {
		new Images(new ImageProperties(List.of(""))).check(null);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> new Images(new ImageProperties(List.of(""))).check("ancho/worker-service"))
			.withMessageContaining("there is none; leave it out");
	}

}
