package io.ancho.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import io.ancho.run.TestGitServer.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SourceIT {

	private static final String PYTHON = "def sequence(rng, start):\n    return {'x': 0.0}\n";

	private static TestStack stack;

	@BeforeAll
	static void start(@TempDir Path folder) {
		stack = new TestStack(folder);
	}

	@AfterAll
	static void stop() {
		stack.close();
	}

	private static ApiClient.Answer add(String source) {
		return stack.api().post("/api/v1/models", source.replace('\'', '"'));
	}

	private static void assertRefused(ApiClient.Answer answer, String field, String message) {
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
		assertThat(answer.text("type")).isEqualTo("urn:ancho:problem:invalid-model");
		assertThat(answer.text("detail")).startsWith(field + ": ").contains(message);
		assertThat(answer.body().path("errors").path(0).path("field").asString()).isEqualTo(field);
	}

	@Test
	void theSameContentIsTheSameModelWhereverItComesFrom(@TempDir Path folder) {
		byte[] zip = TestArchives.zip(Map.of("ancho.toml", TestArchives.TOML, "model.py", PYTHON));
		try (TestGitServer git = new TestGitServer(folder);
				TestSite site = new TestSite().file("/m.zip", "application/zip", zip)) {
			String commit = git.commit("main",
					Map.of("m/ancho.toml", Entry.file(TestArchives.TOML), "m/model.py", Entry.file(PYTHON)));
			String source = "{'git': {'url': '" + git.url() + "', 'path': 'm'}}";
			ApiClient.Answer first = add(source);
			assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
			assertThat(first.body().path("source").path("git").path("commit").asString()).isEqualTo(commit);
			assertThat(first.body().path("source").has("http")).isFalse();
			for (ApiClient.Answer again : new ApiClient.Answer[] { add(source),
					add("{'http': {'url': '" + site.url("/m.zip") + "'}}"), stack.api().upload(zip) }) {
				assertThat(again.status()).isEqualTo(200);
				assertThat(again.body()).isEqualTo(first.body());
			}
			assertThat(stack.api().get("/api/v1/models").body().path("items")).contains(first.body());
		}
	}

	@Test
	void whatIsNoModelIsRefusedUnderTheSourcesField(@TempDir Path folder) {
		try (TestGitServer git = new TestGitServer(folder); TestSite site = new TestSite()) {
			git.commit("main", Map.of("README.md", Entry.file("")));
			site.file("/text", "application/gzip", "text".getBytes(StandardCharsets.UTF_8));
			assertRefused(add("{'git': {'url': '" + git.url() + "'}}"), "git.path", "has no ancho.toml");
			assertRefused(add("{'http': {'url': '" + site.url("/text") + "'}}"), "http.url",
					"neither a .tar.gz nor a .zip");
			assertRefused(add("{'http': {'url': '" + site.url("/nothing") + "'}}"), "http.url", "leads to nothing");
		}
	}

	@Test
	void aSourceThatCannotBeReadIsABadRequest() {
		ApiClient.Answer answer = add("{'s3': {'uri': 's3://bucket/key'}}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text("detail")).startsWith("s3: is not supported");
	}

}
