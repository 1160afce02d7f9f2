package io.ancho.localstack.mesos;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a task wrote can be read through its agent, also after its end.
 */
class FilesTests {

	@RegisterExtension
	final StandIn mesos = new StandIn();

	private HttpResponse<String> read(String path, String range) throws Exception {
		URI target = this.mesos.address()
			.resolve("/files/read?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + range);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void whatAnEndedTaskWroteIsReadInParts() throws Exception {
		TestScheduler scheduler = this.mesos.subscribe();
		scheduler.launch(scheduler.awaitOffer(), "t", "echo hello; echo world >&2");
		scheduler.awaitUpdate("t", "TASK_FINISHED");
		String sandbox = "/frameworks/" + scheduler.frameworkId() + "/executors/t/runs/latest/";
		assertThat(read(sandbox + "stdout", "&offset=-1&length=100").body()).contains("\"offset\":6", "\"data\":\"\"");
		assertThat(read(sandbox + "stderr", "&offset=1&length=3").body()).contains("\"data\":\"orl\"");
		assertThat(read(sandbox + "../task.pb", "").statusCode()).isEqualTo(404);
		assertThat(read("/frameworks/f/executors/t/runs/latest/stdout", "").statusCode()).isEqualTo(404);
	}

}
