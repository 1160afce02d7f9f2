package io.ancho.stats.spark;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SparkDriverTests {

	private static SparkDriver driver(String script) throws IOException {
		return new SparkDriver(new ProcessBuilder("/bin/sh", "-c", script));
	}

	private static SparkDriver over(String script) throws Exception {
		SparkDriver driver = driver(script);
		driver.end().get(60, TimeUnit.SECONDS);
		return driver;
	}

	@Test
	void deathTellsTheExitCodeAndWhatWasSaidLast() throws Exception {
		try (SparkDriver driver = over("echo 'no local dir' >&2; exit 53")) {
			assertThat(driver.death()).isEqualTo("ended with exit code 53: no local dir");
		}
	}

	@Test
	void deathWithoutAWordTellsTheExitCode() throws Exception {
		try (SparkDriver driver = over("exit 137")) {
			assertThat(driver.death()).isEqualTo("ended with exit code 137");
		}
	}

	@Test
	void deathLeavesOutTheFramesOfAStackTrace() throws Exception {
		String trace = "one\\ntwo\\nERROR\\nIOException: disk\\n\\tat a.b\\n\\n\\tat c.d\\nCaused by: full\\n\\t... 9 more\\n";
		try (SparkDriver driver = over("printf '" + trace + "' >&2; exit 1")) {
			assertThat(driver.death()).isEqualTo("ended with exit code 1: ERROR; IOException: disk; Caused by: full");
			assertThat(driver.lastLines()).containsExactly("one", "two", "ERROR", "IOException: disk",
					"Caused by: full");
		}
	}

	@Test
	void onlyTheEndOfALongLogIsKept() throws Exception {
		try (SparkDriver driver = over("seq 1 40 >&2; head -c 400 /dev/zero | tr '\\0' x >&2; exit 1")) {
			assertThat(driver.lastLines()).hasSize(10).startsWith("32");
			assertThat(driver.lastLines().get(9)).hasSize(301).endsWith("x…");
		}
	}

	@Test
	void questionOfADriverThatDiesFailsWithItsLastWords() throws Exception {
		try (SparkDriver driver = driver("read line; echo OutOfMemoryError >&2; exit 3")) {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> driver.ask(Json.mapper().createObjectNode().put("id", "1")).get(60, TimeUnit.SECONDS))
				.withMessageContaining("the Spark driver ended with exit code 3: OutOfMemoryError");
		}
	}

}
