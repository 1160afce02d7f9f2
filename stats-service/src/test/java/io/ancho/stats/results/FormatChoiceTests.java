package io.ancho.stats.results;

import io.ancho.stats.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FormatChoiceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "|CSV|text/csv", "*/*|CSV|text/csv", "text/*|CSV|text/csv",
			"application/json|JSON|application/json", "application/x-ndjson|JSONL|application/x-ndjson",
			"application/jsonl|JSONL|application/jsonl", "application/octet-stream|NPZ|application/octet-stream",
			"application/json;q=0.5, application/zip|NPZ|application/zip",
			"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|CSV|text/csv",
			"*/*;q=0.1, application/json|JSON|application/json" })
	void theHeaderChoosesWhereNoFormatIsNamed(@Nullable String accept, Format format, String mediaType) {
		assertThat(FormatChoice.of(null, accept)).isEqualTo(new FormatChoice(format, mediaType));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/vnd.apache.parquet", "image/png", "nonsense", "text/csv;q=0" })
	void whatIsNotOfferedIsRefusedWithTheList(String accept) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> FormatChoice.of(null, accept))
			.withMessageContaining("application/json")
			.withMessageContaining("csv, jsonl, json or npz");
	}

	@Test
	void theFormatThatIsNamedWins() {
		assertThat(FormatChoice.of("npz", "text/csv").format()).isEqualTo(Format.NPZ);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> FormatChoice.of("parquet", null))
			.withMessageContaining("must be csv, jsonl, json or npz");
	}

}
