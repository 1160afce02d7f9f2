package io.ancho.run.execution;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.events.Placement;
import io.ancho.events.Target;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.lifecycle.RunDefinition.PinnedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalCommandTests {

	@Test
	void aRunWithoutValuesNeedsItsSeedAlone() {
		assertThat(LocalCommand.of(run(Map.of(), 1024, List.of()), 1)).isEqualTo("ancho run . --sequences 1 --seed 42");
	}

	@Test
	void startingValuesAreWrittenSoThatTheCommandLineReadsThemBackAsTheyAre() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("drift", 0.1);
		values.put("steps", 10);
		values.put("fast", true);
		values.put("word", "true");
		values.put("digits", "1");
		values.put("place", "New York");
		values.put("quote", "it's \"so\"");
		values.put("rates", List.of(0.1, 2));
		assertThat(LocalCommand.of(run(values, 512, List.of()), 10)).isEqualTo("ancho run . --sequences 10 --seed 42"
				+ " --block-size 512 --set drift=0.1 --set steps=10 --set fast=true --set 'word=\"true\"'"
				+ " --set 'digits=\"1\"' --set 'place=New York' --set 'quote=\"it'\\''s \\\"so\\\"\"'"
				+ " --set 'rates=[0.1,2]'");
	}

	@Test
	void targetsAreNamedWhereTheyMatter() {
		List<Target> targets = List.of(new Target("solvent", "end", ">", 0), new Target("x < 1.0", "x", "<", 1));
		assertThat(LocalCommand.withTargets(run(Map.of(), 1024, targets), 3))
			.isEqualTo("ancho run . --sequences 3 --seed 42 --target 'solvent: end > 0.0' --target 'x < 1.0'");
	}

	@Test
	void valuesThatNobodyWouldTypeAreOnlyMentioned() {
		assertThat(LocalCommand.of(run(Map.of("text", "x".repeat(5000)), 1024, List.of()), 1))
			.isEqualTo("ancho run . --sequences 1 --seed 42 and the run's starting values");
	}

	private static RunDefinition run(Map<String, Object> values, int blockSize, List<Target> targets) {
		return new RunDefinition("walk", new PinnedModel("sha256:0", "walk", "walk:sequence"), values, 100, 42,
				blockSize, targets, List.of(0.5), Placement.POOL, null, Duration.ofSeconds(30), null, 0, Map.of(),
				Numerics.PORTABLE, true);
	}

}
