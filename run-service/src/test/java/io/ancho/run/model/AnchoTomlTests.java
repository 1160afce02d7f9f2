package io.ancho.run.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AnchoTomlTests {

	private static AnchoToml parse(String toml) {
		return AnchoToml.parse(toml);
	}

	@Test
	void nameAndEntrypointAreRead() {
		AnchoToml toml = parse(
				"[model]\nname = \"retirement\"\nentrypoint = \"finance.größe:sequence\"\n[other]\nx = 1\n");
		assertThat(toml).isEqualTo(new AnchoToml("retirement", "finance.größe:sequence"));
		assertThat(toml.modulePath()).isEqualTo("finance/größe");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[model                                     | (line 1, column 7)
			name = "x"                                 | ancho.toml: has no table [model]
			model = 5                                  | ancho.toml, line 1: has no table [model]
			model = {name = "x", entry_point = "m:f"}  | model.entry_point is not known
			model = {name = "x"}                       | ancho.toml, line 1: [model] needs entrypoint
			model = {name = 5, entrypoint = "m:f"}     | model.name must be a text
			model = {name = "a\\u001b", entrypoint = "m:f"} | model.name must not have U+001B ESCAPE
			model = {name = "a\\u2028", entrypoint = "m:f"} | model.name must not have U+2028 LINE SEPARATOR
			model = {name = "", entrypoint = "m:f"}    | model.name must have 1 to 200 characters
			model = {name = "x", entrypoint = "m"}     | model.entrypoint must be
			model = {name = "x", entrypoint = "m:"}    | model.entrypoint must be
			model = {name = "x", entrypoint = "../m:f"} | model.entrypoint must be
			model = {name = "x", entrypoint = "m.:f"}  | model.entrypoint must be
			model = {name = "x", entrypoint = "m:f:g"} | model.entrypoint must be
			""")
	void whatIsMissingOrWrongIsSaid(String toml, String message) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> parse(toml))
			.withMessageContaining(message);
	}

	@Test
	void theLineIsToldOfAKeyThatIsWrong() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> parse("# a model\n\n[model]\nname = \"x\"\n  \"entrypont\" = \"m:f\"\n"))
			.withMessage("ancho.toml, line 5: model.entrypont is not known; [model] has name and entrypoint");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> parse("[model]\nname = \"x\"\nentrypoint = \"walk\"\n"))
			.withMessageContaining("ancho.toml, line 3: model.entrypoint must be a module and a function");
	}

}
